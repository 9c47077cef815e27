import { openRaw, type RawAnswer, type RawSocket } from '#test/support/raw-socket.ts';
import type { CorpusRow } from './http-corpus.ts';

/** Plays a row to its end; gives its final answers. */
export async function play(port: number, row: CorpusRow): Promise<{ answers: RawAnswer[]; closed: boolean }> {
  const raw = openRaw(port);
  const dribbling: NodeJS.Timeout[] = [];
  try {
    for (const step of row.steps) {
      if (typeof step === 'string') raw.send(step);
      else if ('dribble' in step) dribbling.push(dribble(raw, step.dribble));
      else if ('finish' in step) raw.finish();
      else raw.reset();
    }
    const answers: RawAnswer[] = [];
    const bodiless = row.bodiless === true;
    while (row.closes || answers.length < row.statuses.length) {
      const answer = await raw.answer({ bodiless });
      if (answer === null) return { answers, closed: true };
      if (answer.status >= 200) answers.push(answer);
    }
    return { answers, closed: !(await isStillServed(raw)) };
  } finally {
    for (const timer of dribbling) clearInterval(timer);
    raw.close();
  }
}

const everyMs = 100;

function dribble(raw: RawSocket, text: string): NodeJS.Timeout {
  let at = 0;
  return setInterval(() => raw.send(text.charAt(at++)), everyMs);
}

/** A connection that is kept answers once more. */
async function isStillServed(raw: RawSocket): Promise<boolean> {
  raw.send('OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return (await raw.answer()) !== null;
}

/** What bytes that are no request are answered with: neither id nor content. */
export const isBare = ({ status, headers }: RawAnswer): boolean =>
  [400, 408, 431].includes(status) &&
  headers.connection?.toLowerCase() === 'close' &&
  !('x-call-id' in headers);
