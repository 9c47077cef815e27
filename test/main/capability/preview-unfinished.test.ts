import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startRuntime, type TestRuntime } from '#test/support/runtime.ts';

// What a preview says of a draft of which something is missing still.

let at: TestRuntime;
beforeAll(async () => {
  at = await startRuntime(await newFolder());
});
afterAll(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

const request = {
  headers: [['content-type', 'application/json'] as [string, string]],
  body: '{"n":2}',
};

test('a preview says nothing of what is empty still, in a step and in the steps of a list', async () => {
  const found = await at.client.drafts.preview({
    draft: {
      workflow: [
        {
          name: 'each',
          kind: 'forEach',
          items: '',
          steps: [{ name: 'one', kind: 'transform', expression: '' }],
        },
        { name: 'read', kind: 'sqlQuery', connection: '', statement: 'SELECT 1' },
        { name: 'answer', kind: 'respond', status: 200, body: { from: '' }, when: ' ' },
        { name: 'typed', kind: 'transform', expression: 'body.' },
      ],
    },
    sample: { request },
  });
  expect(found.faults.map(({ path }) => path)).toEqual([['workflow', 3, 'expression']]);
});

test('a preview names the steps that have no result yet where an expression asks for one', async () => {
  const draft = {
    workflow: [
      { name: 'price', kind: 'httpRequest', url: 'http://127.0.0.1:9/' },
      {
        name: 'answer',
        kind: 'respond',
        status: 200,
        body: { from: '{ "n": body.n, "price": steps.price.body }' },
      },
    ],
  };
  const valuesFor = async (results: Record<string, never>) =>
    (await at.client.drafts.preview({ draft, sample: { request }, results })).values.slice(1);
  const path = ['workflow', 1, 'body'];
  expect(await valuesFor({})).toEqual([{ path, value: '{"n":2}', without: ['price'] }]);
  expect(await valuesFor({ price: { body: 5 } as never })).toEqual([{ path, value: '{"n":2,"price":5}' }]);
});
