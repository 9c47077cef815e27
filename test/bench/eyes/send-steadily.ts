// A program that calls at a steady rate over connections that stay open: `<url> <calls a second> <seconds> <key> <path>…`.
// Written on bare sockets, since whoever calls shares two cores with whoever is measured.
import { connect, type Socket } from 'node:net';

const [url = '', perSecond = '', seconds = '', key = '', ...paths] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const rate = Number(perSecond);
const total = rate * Number(seconds);

const connections = 128;
const tickMs = 5;
const body = JSON.stringify({
  order: 42,
  customer: 'C-1207',
  city: 'Turku',
  lines: [{ article: 'A-10', quantity: 4 }],
});
const requests = paths.map(
  (path) =>
    `POST ${path} HTTP/1.1\r\nhost: ${hostname}\r\nx-api-key: ${key}\r\ncontent-type: application/json\r\n` +
    `content-length: ${body.length}\r\n\r\n${body}`,
);

const free: Socket[] = [];
let sent = 0;
let accepted = 0;
let refused = 0;

for (let at = 0; at < connections; at++) {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.once('connect', () => free.push(socket));
  socket.on('data', (bytes: Buffer) => {
    // One request at a time, and an answer of a few hundred bytes comes in one piece.
    if (bytes.toString('latin1', 9, 12) === '202') accepted++;
    else refused++;
    free.push(socket);
  });
}

const beganMs = performance.now();
/** Where the machine cannot do so many, it ends then all the same. */
const latestMs = beganMs + Math.max(1.5 * Number(seconds), 30) * 1_000;
const sending = setInterval(() => {
  const due = Math.min(total, Math.floor(((performance.now() - beganMs) / 1_000) * rate));
  while (sent < due && performance.now() < latestMs) {
    const socket = free.shift();
    // All wait for an answer: those that are due are sent later.
    if (socket === undefined) return;
    socket.write(requests[sent % requests.length]!);
    sent++;
  }
  const answered = accepted + refused;
  if (answered < total && (performance.now() < latestMs || answered < sent)) return;
  clearInterval(sending);
  process.stdout.write(
    `${JSON.stringify({ accepted, refused, seconds: (performance.now() - beganMs) / 1_000 })}\n`,
  );
  process.exit(0);
}, tickMs);
