import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Edge, openEdge, post } from '#test/main/webhook/open-edge.ts';
import { exchange, openRaw, type RawAnswer } from '#test/support/raw-socket.ts';
import { corpus, type CorpusRow } from './http-corpus.ts';

describe('bad inputs at the HTTP edge', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({ limits: { headersTimeoutMs: 1500, uploadTimeoutMs: 2000 } });
  });
  afterAll(() => edge.close());

  test.for([...corpus])('$id: $what', async (row) => {
    const before = edge.accepted.length;
    const { answers, closed } = await play(edge.port, row);

    expect(answers.map(({ status }) => status)).toEqual(row.statuses);
    expect(closed).toBe(row.closes);
    expect(edge.accepted.length - before).toBe(row.accepted);
    expect(
      answers.filter((answer) => !isBare(answer)).map(({ headers }) => headers['cache-control']),
    ).toEqual(answers.filter(({ headers }) => headers['x-call-id'] !== undefined).map(() => 'no-store'));

    expect((await exchange(edge.port, post('still there')))?.status).toBe(202);
  });
});

/** What bytes that are no request are answered with: neither id nor content. */
const isBare = ({ status, headers }: RawAnswer): boolean =>
  [400, 408, 431].includes(status) &&
  headers.connection?.toLowerCase() === 'close' &&
  !('x-call-id' in headers);

/** Plays a row to its end; an interim answer counts as one, since no row here allows any. */
async function play(port: number, row: CorpusRow): Promise<{ answers: RawAnswer[]; closed: boolean }> {
  const raw = openRaw(port);
  try {
    for (const step of row.steps) {
      if (typeof step === 'string') raw.send(step);
      else if ('finish' in step) raw.finish();
      else raw.reset();
    }
    const answers: RawAnswer[] = [];
    const bodiless = row.bodiless === true;
    while (row.closes || answers.length < row.statuses.length) {
      const answer = await raw.answer({ bodiless });
      if (answer === null) return { answers, closed: true };
      answers.push(answer);
    }
    return { answers, closed: !(await isStillServed(raw)) };
  } finally {
    raw.close();
  }
}

/** A connection that is kept answers once more. */
async function isStillServed(raw: ReturnType<typeof openRaw>): Promise<boolean> {
  raw.send('OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return (await raw.answer()) !== null;
}
