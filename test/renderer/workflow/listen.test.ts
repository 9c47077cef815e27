import { expect, it } from 'vitest';
import { listen } from '#renderer/workflow/listen.ts';
import type { Client } from '#shared/contract/index.ts';

it('has begun when the service sends, and not when it was asked', async () => {
  const answered = Promise.withResolvers<void>();
  async function* batches() {
    await answered.promise;
    yield { cursor: { boot: 'a', revision: 0 }, reset: false, calls: [], perSecond: 0 };
  }
  const calls = { watch: () => Promise.resolve(batches()) } as unknown as Client['calls'];
  const said: string[] = [];
  const listening = listen({
    client: { calls },
    integration: 'abc12/Heard',
    run: () => Promise.reject(new Error('No call was made.')),
    onBegun: () => said.push('begun'),
    onHeard: () => said.push('heard'),
    signal: new AbortController().signal,
  });
  await new Promise(setImmediate);
  expect(said).toEqual([]);
  answered.resolve();
  await listening;
  expect(said).toEqual(['begun']);
});
