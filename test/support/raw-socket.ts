// A client that sends exactly the bytes it is told to, and reads what comes back as HTTP/1.1.
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RawSocket {
  /** One character is one byte. */
  send(bytes: string): void;
  /** Shuts the sending side; the other one stays open. */
  finish(): void;
  /** Hangs up without good-bye. */
  reset(): void;
  /** The next whole answer, interim ones (1xx) too; null where the connection ends first. */
  answer(options?: { bodiless?: boolean }): Promise<RawAnswer | null>;
  /** Resolves when the other side has closed. */
  readonly ended: Promise<void>;
  /** Stops taking bytes from the other side. */
  pause(): void;
  close(): void;
}

export function openRaw(port: number): RawSocket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let received = '';
  let over = false;
  let wake = () => {};
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    wake();
  });
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      wake();
      resolve();
    };
    socket.once('end', end).once('close', end);
  });
  // A reset by the other side is an end like any other.
  socket.on('error', () => {});

  return {
    send: (bytes) => void socket.write(bytes, 'latin1'),
    finish: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    async answer({ bodiless = false } = {}) {
      for (;;) {
        const parsed = parseAnswer(received, bodiless);
        if (parsed !== null) {
          received = received.slice(parsed.length);
          return parsed.answer;
        }
        if (over) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    ended,
    pause: () => void socket.pause(),
    close: () => void socket.destroy(),
  };
}

/** Sends bytes on a connection of their own; the first answer, or null where there is none. */
export async function exchange(port: number, bytes: string): Promise<RawAnswer | null> {
  const raw = openRaw(port);
  raw.send(bytes);
  const answer = await raw.answer();
  raw.close();
  return answer;
}

function parseAnswer(text: string, bodiless: boolean): { answer: RawAnswer; length: number } | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const from = headEnd + 4;
  if (bodiless || status < 200 || status === 204 || status === 304) {
    return { answer: { status, headers, body: '' }, length: from };
  }
  if (headers['transfer-encoding'] === 'chunked') {
    const end = text.indexOf('0\r\n\r\n', from);
    return end === -1 ? null : { answer: { status, headers, body: text.slice(from, end) }, length: end + 5 };
  }
  const to = from + Number(headers['content-length']);
  return text.length < to ? null : { answer: { status, headers, body: text.slice(from, to) }, length: to };
}
