// The page's only tie to the main process: one MessagePort. Main posts it when the document is there, the page
// says 'hookline:ready' when it listens, and the port is passed on when both have happened, in either order.
// A document has one port in its life. Exposes nothing.
import { ipcRenderer } from 'electron';

const arrived = new Promise<MessagePort | undefined>((resolve) => {
  ipcRenderer.on('port', ({ ports: [port] }) => resolve(port));
});

window.addEventListener('message', function passOn({ source, data }) {
  if (source !== window || data !== 'hookline:ready') return;
  window.removeEventListener('message', passOn);
  void arrived.then((port) => port && window.postMessage('hookline:port', window.location.origin, [port]));
});
