import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Edge, openEdge, post } from '#test/main/webhook/open-edge.ts';
import { exchange } from '#test/support/raw-socket.ts';
import { corpus } from './http-corpus.ts';
import { isBare, play } from './play.ts';

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
