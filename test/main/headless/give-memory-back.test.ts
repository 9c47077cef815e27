import { expect, it } from 'vitest';
import { giveMemoryBack } from '#main/headless/give-memory-back.ts';

it('leaves nothing of what nobody needs any more', async () => {
  const unneeded = new WeakRef({});
  await giveMemoryBack();
  expect(unneeded.deref()).toBeUndefined();
});
