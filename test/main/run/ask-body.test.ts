import { expect, test } from 'vitest';
import { askBody } from '#main/run/ask-body.ts';

test('the time that a body has begins when its schema is ready', () => {
  const order: string[] = [];
  const bodySchema = {
    get properties() {
      order.push('schema');
      return { id: { type: 'integer' } };
    },
  };
  const around = {
    environment: { env: {}, strip: (text: string) => text },
    hold: () => order.push('hold'),
    release: () => order.push('release'),
  };
  const execution = {
    call: { id: 'c1', method: 'POST', path: '/a/B', receivedAt: '', keyLabel: null, attempt: 0, lane: 'a/B' },
    queryJson: '{}',
    headersJson: '[["content-type","application/json"]]',
    timeoutMs: 60_000,
    body: Buffer.from('{"id":"x"}'),
  };
  const { lookJson } = askBody(
    { kind: 'check', bodyMustBe: 'json', bodySchema },
    { key: 'body of i@1', hiddenBodyPaths: [], xmlLists: [] },
    execution as never,
    around as never,
  );
  expect(JSON.parse(lookJson ?? '')).toEqual({
    code: 'body_not_as_declared',
    detail: '/id must be integer.',
  });
  expect(order.slice(order.lastIndexOf('schema') + 1)).toEqual(['hold', 'hold', 'release']);
});
