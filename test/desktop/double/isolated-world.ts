import type { FromPage, ToPage } from './page-messages.ts';
import type { Wire } from './wire.ts';

/** The built preload as a CommonJS module. */
export type RunPreload = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
) => void;

/**
 * Runs in the page's isolated world before anything else of the document: gives the preload what a sandboxed one
 * has, and keeps the page's ends of the ports. Its source text is what is sent, so it stands alone.
 */
export function isolatedWorld(wire: Wire, runPreload: RunPreload): void {
  const world = globalThis as unknown as {
    toMain(text: string): void;
    fromMain(batch: readonly ToPage[]): void;
  };
  const bind = world.toMain;
  const say = (message: FromPage) => bind(JSON.stringify(message));

  function refuse(what: string): never {
    say({ kind: 'refused', what });
    throw new Error(`electron double: ${what} is not modelled`);
  }
  const only = (name: string, target: object): object =>
    new Proxy(target, {
      get: (own, key) =>
        typeof key === 'symbol' || key in own || key === 'then' || key === '__esModule'
          ? Reflect.get(own, key)
          : refuse(`${name}.${key} in the preload`),
    });

  const ports = new Map<string, MessagePort>();
  function takePort(id: string): MessagePort {
    const { port1: ours, port2: theirs } = new MessageChannel();
    ports.set(id, ours);
    ours.onmessage = ({ data, ports: nested }) => {
      if (nested.length > 0) refuse('a port inside a message of a port');
      say({ kind: 'message', port: id, data: wire.encode(data) });
    };
    ours.addEventListener('close', () => {
      if (ports.delete(id)) say({ kind: 'close', port: id });
    });
    return theirs;
  }

  type IpcListener = (event: object, message: unknown) => void;
  const listeners = new Map<string, IpcListener[]>();
  const ipcRenderer = only('ipcRenderer', {
    on: (channel: string, listener: IpcListener) =>
      void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  });

  world.fromMain = (batch) => {
    for (const said of batch) {
      if (said.kind === 'message') ports.get(said.port)?.postMessage(wire.decode(said.data));
      else if (said.kind === 'close') {
        ports.get(said.port)?.close();
        ports.delete(said.port);
      } else {
        const event = only('the event of ipcRenderer.on', { ports: said.ports.map(takePort) });
        for (const listener of listeners.get(said.channel) ?? []) listener(event, wire.decode(said.message));
      }
    }
  };
  document.addEventListener('double:open', ({ detail }: CustomEventInit<string>) =>
    say({ kind: 'open', url: detail ?? '' }),
  );

  const module = { exports: {} };
  const electron = only('electron', { ipcRenderer });
  runPreload(
    (name) => (name === 'electron' ? electron : refuse(`require('${name}') in a sandboxed preload`)),
    module,
    module.exports,
  );
}
