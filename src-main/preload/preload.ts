// The page's only tie to the main process: one MessagePort, or another where the runtime was away, and words such as
// "go there". Main posts them when it likes, the page says 'hookline:ready' when it listens for a port, and things are
// passed on when both have happened, in either order. Exposes nothing.
import { ipcRenderer } from 'electron';

const ports: MessagePort[] = [];
const commands: unknown[] = [];
let wanted = 0;
let hasListener = false;

ipcRenderer.on('port', ({ ports: [port] }) => {
  if (port) ports.push(port);
  passOn();
});
ipcRenderer.on('command', (_event, command: unknown) => {
  commands.push(command);
  passOn();
});

window.addEventListener('message', ({ source, data }) => {
  if (source !== window || data !== 'hookline:ready') return;
  hasListener = true;
  wanted += 1;
  passOn();
});

function passOn(): void {
  const { origin } = window.location;
  for (; wanted > 0 && ports.length > 0; wanted -= 1)
    window.postMessage('hookline:port', origin, ports.splice(0, 1));
  if (!hasListener) return;
  for (const command of commands.splice(0)) window.postMessage({ hookline: command }, origin);
}
