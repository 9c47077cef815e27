import type { MessagePortMain as RealPort } from 'electron';
import { LoudEmitter, refuse } from './refuse.ts';
import { makeWire, type Encoded } from './wire.ts';

export const wire = makeWire();

/** Who hears what arrives at an end of a channel: a port of main, or a page. */
export interface Hearer {
  message(data: Encoded): void;
  closed(): void;
}

/** One end of a channel: keeps what arrives until somebody hears it. */
export class ChannelEnd {
  peer: ChannelEnd | null = null;
  #hearer: Hearer | null = null;
  #early: Encoded[] = [];
  #isOpen = true;

  hear(hearer: Hearer): void {
    this.#hearer = hearer;
    for (const data of this.#early.splice(0)) hearer.message(data);
    if (!this.#isOpen) hearer.closed();
  }

  post(data: Encoded): void {
    if (this.#isOpen && this.peer) this.peer.#take(data);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#hearer?.closed();
    this.peer?.close();
  }

  #take(data: Encoded): void {
    if (this.#hearer) this.#hearer.message(data);
    else this.#early.push(data);
  }
}

export class MessagePortMain extends LoudEmitter {
  #end: ChannelEnd | null;
  #isStarted = false;
  #isClosed = false;

  constructor(end: ChannelEnd) {
    super(['message', 'close']);
    this.#end = end;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#end?.hear({
      message: (data) => setImmediate(() => this.#take(data)),
      closed: () => setImmediate(() => this.#closed()),
    });
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) refuse('a port inside a message of a port');
    if (!this.#end) throw new Error('The port was transferred');
    this.#end.post(wire.encode(message));
  }

  /** Whoever closes it is told before the call returns. */
  close(): void {
    this.#end?.close();
    this.#closed();
  }

  #take(data: Encoded): void {
    if (!this.#isClosed) this.emit('message', { data: wire.decode(data), ports: [] });
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit('close');
  }

  /** Moves the end out of this port, which is of no use from then on. */
  giveAway(): ChannelEnd {
    if (!this.#end || this.#isStarted) throw new Error('The port cannot be transferred any more');
    const end = this.#end;
    this.#end = null;
    return end;
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const [one, two] = [new ChannelEnd(), new ChannelEnd()];
    one.peer = two;
    two.peer = one;
    this.port1 = new MessagePortMain(one);
    this.port2 = new MessagePortMain(two);
  }
}

// A signature that an upgrade changes shows here.
void (MessagePortMain.prototype satisfies Pick<RealPort, 'start' | 'postMessage' | 'close'>);
