// Calls of an app that runs: one that does not end, and how others are answered meanwhile.
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPeer } from '#test/support/peer.ts';
import { applyFile } from './apply-file.ts';

const slow = (url: string) => ({
  name: 'Slow',
  code: 'slow1',
  trigger: { authentication: { kind: 'none' } },
  workflow: [{ name: 'ask', kind: 'httpRequest', url }],
});

/** A call that runs until it is released. */
export async function runningCall(folder: string) {
  const released = Promise.withResolvers<unknown>();
  const peer = await startPeer(() => released.promise);
  const applied = await applyFile(folder, slow(peer.url));
  expect(applied, applied.said).toMatchObject({ status: 0 });
  expect(await received(folder)).toBe(202);
  await expect.poll(() => peer.received.length).toBe(1);
  return {
    end: () => released.resolve({}),
    async [Symbol.asyncDispose]() {
      released.resolve({});
      await peer.close();
    },
  };
}

/** How a call is answered now. */
export async function received(folder: string, path = 'slow1/Slow'): Promise<number> {
  const { webhookUrl } = JSON.parse(await readFile(join(folder, 'service.json'), 'utf8')) as {
    webhookUrl: string;
  };
  return (await fetch(`${webhookUrl}/${path}`, { method: 'POST' })).status;
}
