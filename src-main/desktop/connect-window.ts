import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import { isOurs } from './address.ts';

/**
 * Gives each document of the window a port of its own; `serve` answers at the other end. The port goes with the
 * document: by a reload, a crash or the window's end.
 */
export function connectWindow(contents: WebContents, serve: (port: MessagePortMain) => void): void {
  // Held here, because a port that nobody holds may be collected.
  let ours: MessagePortMain | null = null;
  const drop = () => {
    ours?.close();
    ours = null;
  };
  contents.on('did-navigate', drop);
  contents.on('render-process-gone', drop);
  contents.on('destroyed', drop);
  contents.on('dom-ready', () => {
    drop();
    if (!isOurs(contents.getURL())) return;
    const { port1, port2 } = new MessageChannelMain();
    ours = port1;
    serve(port1);
    port1.start();
    contents.postMessage('port', null, [port2]);
  });
}
