import { type CdpSession, unheard } from './cdp.ts';
import { wire, type ChannelEnd } from './message-port.ts';
import type { FromPage, ToPage } from './page-messages.ts';

let lastPort = 0;

/** One document of a page: whatever dies with a navigation, above all its ports. */
export class PageDocument {
  readonly contextId: number;
  readonly #cdp: CdpSession;
  readonly #ports = new Map<string, ChannelEnd>();
  #outgoing: ToPage[] = [];
  #isAlive = true;

  constructor(cdp: CdpSession, contextId: number) {
    this.#cdp = cdp;
    this.contextId = contextId;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  postMessage(channel: string, message: unknown, ends: readonly ChannelEnd[]): void {
    const ids = ends.map(() => `port-${++lastPort}`);
    this.#say({ kind: 'ipc', channel, message: wire.encode(message), ports: ids });
    for (const [at, end] of ends.entries()) this.#adopt(ids[at]!, end);
  }

  receive(said: FromPage & { kind: 'message' | 'close' }): void {
    const end = this.#ports.get(said.port);
    if (said.kind === 'message') end?.post(said.data);
    else end?.close();
  }

  die(): void {
    this.#isAlive = false;
    for (const end of this.#ports.values()) end.close();
    this.#ports.clear();
  }

  #adopt(port: string, end: ChannelEnd): void {
    this.#ports.set(port, end);
    end.hear({
      message: (data) => this.#say({ kind: 'message', port, data }),
      closed: () => {
        this.#ports.delete(port);
        this.#say({ kind: 'close', port });
      },
    });
  }

  /** One command carries what one turn of the event loop says. */
  #say(message: ToPage): void {
    if (!this.#isAlive) return;
    this.#outgoing.push(message);
    if (this.#outgoing.length === 1) setImmediate(() => unheard(this.#flush()));
  }

  async #flush(): Promise<void> {
    const expression = `fromMain(${JSON.stringify(this.#outgoing)})`;
    this.#outgoing = [];
    if (!this.#isAlive) return;
    try {
      const { exceptionDetails } = await this.#cdp.send('Runtime.evaluate', {
        expression,
        contextId: this.contextId,
      });
      if (exceptionDetails) console.error('electron double: the preload threw:', exceptionDetails);
    } catch (error) {
      // The document went while the message was under way.
      if (this.#isAlive) throw error;
    }
  }
}
