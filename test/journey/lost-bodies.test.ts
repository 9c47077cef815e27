// The file of a large body is taken away: its call can do without it, and so can all others.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, ended, startRuntime, until } from '#test/support/runtime.ts';

test('its call is shown without it, fails where it still has to run, and is left out of a replay that goes on', async () => {
  const folder = await newFolder();
  const at = await startRuntime(folder);
  const workflow = [{ name: 'length', kind: 'transform' as const, expression: '$length(body)' }];
  const trigger = { orderedDelivery: true, repeatable: true };
  const { integration, address } = await create(at, draft('Orders', trigger, { workflow }));
  const hidden = await create(at, draft('Hidden', { hiddenBodyPaths: ['ssn'] }));
  const large = JSON.stringify({ ssn: '123-45-6789', more: 'x'.repeat(400_000) });
  const post = async (to: string, body: string): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(to, { method: 'POST', headers, body });
    return ((await answer.json()) as { callId: string }).callId;
  };
  const first = await post(address, '"a"');
  const second = await post(address, JSON.stringify('x'.repeat(400_000)));
  const third = await post(address, '"c"');
  const masked = await post(hidden.address, large);
  for (const id of [first, second, third, masked]) await ended(at.client, id);
  await at.client.lanes.hold({ integrationId: integration.id });
  const waiting = await post(address, large);
  const blobs = join(folder, 'blobs');
  for (const name of await readdir(blobs)) if (name !== 'tmp') await rm(join(blobs, name));
  await at.client.lanes.resume({ integrationId: integration.id });

  expect(await ended(at.client, waiting)).toMatchObject({
    state: 'failed',
    problem: { text: 'The body cannot be read: The file of the body is gone.' },
  });
  expect((await at.client.calls.get({ id: second })).request.body).toMatchObject({
    data: '',
    bytes: 400_002,
    isLost: true,
  });
  expect((await at.client.calls.get({ id: masked })).request.body).toMatchObject({ data: '', isLost: true });
  await expect(at.client.calls.body({ id: second, of: 'request' })).rejects.toMatchObject({
    code: 'body_lost',
  });
  await expect(at.client.replays.once({ id: second })).rejects.toMatchObject({ code: 'body_lost' });

  const { id } = await at.client.replays.start({ selection: { ids: [first, second, third] } });
  const done = await until(
    async () => (await at.client.replays.list()).find((replay) => replay.id === id)!,
    ({ state }) => state !== 'running',
  );
  expect(done).toMatchObject({
    state: 'done',
    sent: 2,
    leftOut: 1,
    lastProblem: 'The file of the body is gone',
  });
  expect(at.errors).toEqual([]);
  await at.stop();
  await dropFolder(folder);
});
