// In a utility process: `process.parentPort`, and no way of Node.js to speak to whoever forked it.
import { EventEmitter } from 'node:events';

const send = process.send?.bind(process);
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: object) => void send?.(message),
});
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }));
// As with Electron, it does not outlive the app.
process.on('disconnect', () => process.exit());
Object.defineProperties(process, { parentPort: { value: parentPort }, send: { value: undefined } });
