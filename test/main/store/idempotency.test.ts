import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '#main/ports/store.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { newCall, openStore } from '#test/support/store.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await newFolder();
  store = await openStore(folder);
});
afterEach(async () => {
  await store.close();
  await dropFolder(folder);
});

const idempotency = { keyId: '', value: 'k', fingerprint: 'f', keptMs: 3_600_000 };
const send = () => store.calls.accept(newCall({ start: false, idempotency }));

/** Whether a call whose first was cancelled for this reason is a new one, or repeats it. */
async function comesAgain(code: string, startedBefore = false): Promise<'anew' | 'repeats'> {
  const first = await send();
  if ('first' in first) throw new Error('The key is not free.');
  const { sequence } = first;
  if (startedBefore) {
    await store.calls.start({ sequence, startedAtMs: 5 });
    const problem = { code: 'step_failed', text: '' };
    const ended = { sequence, attempt: 1, problem, finishedAtMs: 9, stepsJson: '[]' };
    await store.calls.putOff({ ...ended, nextAttemptAtMs: 99 });
  }
  const cancelled = await store.calls.cancel({
    sequence,
    problem: { code, text: '' },
    finishedAtMs: 9,
    waited: null,
    unstarted: false,
    deed: null,
  });
  expect(cancelled).not.toBeNull();
  return 'first' in (await send()) ? 'repeats' : 'anew';
}

it.each(['caller_gone', 'secrets_unreadable', 'shutting_down'])(
  'a key whose call was given up with %s before it began is free again',
  async (code) => {
    expect(await comesAgain(code)).toBe('anew');
  },
);

it('a key whose call somebody cancelled is not', async () => {
  expect(await comesAgain('cancelled')).toBe('repeats');
});

it('nor is one whose call had begun', async () => {
  expect(await comesAgain('secrets_unreadable', true)).toBe('repeats');
});
