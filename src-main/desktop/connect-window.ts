import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import { isOurs } from './address.ts';
import type { Engine } from './engine.ts';

/**
 * Gives each document of the window a port of its own, that the engine answers at the other end; another one where the
 * engine was away. A port goes with its document: by a reload, a crash or the window's end.
 */
export function connectWindow(contents: WebContents, serve: Engine['serve']): void {
  // Held here, because a port that nobody holds may be collected.
  let ours: { readonly port: MessagePortMain; readonly document: AbortController } | null = null;
  const drop = () => {
    ours?.document.abort();
    ours?.port.close();
    ours = null;
  };
  contents.on('did-navigate', drop);
  contents.on('render-process-gone', drop);
  contents.on('destroyed', drop);
  contents.on('dom-ready', () => void open());

  async function open(): Promise<void> {
    drop();
    if (!isOurs(contents.getURL())) return;
    const { port1, port2 } = new MessageChannelMain();
    const document = new AbortController();
    const { signal } = document;
    ours = { port: port1, document };
    await serve(port1, { signal, ended: () => void (signal.aborted ? undefined : open()) });
    if (signal.aborted) return;
    port1.start();
    try {
      contents.postMessage('port', null, [port2]);
    } catch {
      // The document ends at this moment.
      drop();
    }
  }
}
