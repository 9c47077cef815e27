// Consumers: a key of its own for several triggers, and what is done to it takes effect in all of them at once.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { consumersOf } from '#shared/model/consumers-of.ts';
import { draftOfConsumer } from '#shared/model/consumer.ts';
import { draftOf } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';
import { hookline } from '../main/headless/command-line.ts';

let folder: string;
let at: TestRuntime;
beforeEach(async () => {
  folder = await newFolder();
  at = await startRuntime(folder, { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(folder);
});

const erp = 'hk_the-key-of-the-erp-which-is-long';
const letting = (...consumers: readonly string[]) => ({
  authentication: { kind: 'apiKeys' as const, keys: [], consumers: [...consumers] },
});
const send = async (address: string, key = erp) =>
  (await fetch(address, { method: 'POST', headers: { 'x-api-key': key } })).status;

it('a consumer calls every trigger that lets it in, with one key, and no other', async () => {
  const { consumer, madeKey } = await at.client.consumers.create({ draft: { label: 'ERP', key: erp } });
  expect(madeKey).toBeNull();
  const orders = await create(at, draft('Orders', letting(consumer.id)));
  const prices = await create(at, draft('Prices', letting('ERP')));
  const stock = await create(at, draft('Stock', letting()));
  expect([await send(orders.address), await send(prices.address), await send(stock.address)]).toEqual([
    202, 202, 401,
  ]);
  expect((await at.client.calls.list({ state: ['succeeded', 'waiting', 'running'] })).calls).toMatchObject([
    { integration: 'Prices', keyLabel: 'ERP' },
    { integration: 'Orders', keyLabel: 'ERP' },
  ]);
  const used = await until(
    () => at.client.consumers.list(),
    ([one]) => one?.use.days[0]?.calls === 2,
  );
  expect(used).toMatchObject([{ label: 'ERP', usedBy: [{ name: 'Orders' }, { name: 'Prices' }] }]);
  await expect(create(at, draft('Bad', letting('Nobody')))).rejects.toMatchObject({
    code: 'consumer_not_found',
    data: { path: 'trigger.authentication.consumers[0]' },
  });
});

it('what is changed, rotated or disabled takes effect in all of them at once, and survives a restart', async () => {
  const { consumer } = await at.client.consumers.create({ draft: { label: 'ERP', key: erp } });
  const made = await Promise.all(['Orders', 'Prices'].map((name) => create(at, draft(name, letting('ERP')))));
  const addresses = made.map(({ address }) => address);
  const all = (key?: string) => Promise.all(addresses.map((address) => send(address, key)));
  const { id } = consumer;
  const { madeKey } = await at.client.consumers.update({
    id,
    draft: { ...draftOfConsumer(consumer), overlapDays: 7 },
  });
  expect([await all(), await all(madeKey ?? '')]).toEqual([
    [202, 202],
    [202, 202],
  ]);
  const [rotated] = await at.client.consumers.list();
  expect(rotated).toMatchObject({ id, previous: { hint: 'hk_the…' } });
  await at.client.consumers.update({ id, draft: { id, label: 'ERP', enabled: false } });
  expect(await all()).toEqual([403, 403]);
  const { port } = new URL(at.url);
  await at.stop();
  at = await startRuntime(folder, { drainMs: 100, http: { host: '127.0.0.1', port: Number(port) } });
  expect(await all(madeKey ?? '')).toEqual([403, 403]);
  await at.client.consumers.update({
    id,
    draft: { id, label: 'ERP', enabled: true, expiresAt: '2020-01-01' },
  });
  expect(await all(madeKey ?? '')).toEqual([403, 403]);
  await at.client.consumers.update({ id, draft: { id, label: 'ERP of the north', key: erp } });
  expect([await all(), await all(madeKey ?? '')]).toEqual([
    [202, 202],
    [401, 401],
  ]);
  expect((await at.client.integrations.list()).map(({ version }) => version)).toEqual([1, 1]);
});

it('one that triggers let in is not deleted, and its label is its own', async () => {
  const { consumer } = await at.client.consumers.create({ draft: { label: 'ERP', key: erp } });
  await expect(at.client.consumers.create({ draft: { label: 'ERP' } })).rejects.toMatchObject({
    code: 'label_taken',
  });
  const { integration, address } = await create(at, draft('Orders', letting('ERP')));
  await expect(at.client.consumers.remove({ id: consumer.id })).rejects.toMatchObject({
    code: 'consumer_used',
    message: expect.stringContaining('Orders') as string,
  });
  const changed = { ...draftOf(integration), ...draft('Orders', letting()) };
  await at.client.integrations.update({ id: integration.id, draft: changed });
  await at.client.consumers.remove({ id: consumer.id });
  expect(await at.client.consumers.list()).toEqual([]);
  // The version that let it in comes back without it.
  await at.client.integrations.restore({ id: integration.id, version: 1 });
  expect(await send(address)).toBe(401);
});

it.each(['before', 'after'])(
  'one that is deleted just %s a trigger lets it in: one of both is refused',
  async (when) => {
    const { consumer } = await at.client.consumers.create({ draft: { label: 'ERP', key: erp } });
    const { integration } = await create(at, draft('Orders', letting()));
    const save = () =>
      at.client.integrations.update({ id: integration.id, draft: draft('Orders', letting('ERP')) });
    const remove = () => at.client.consumers.remove({ id: consumer.id });
    const both = when === 'before' ? [remove(), save()] : [save(), remove()];
    const refused = (await Promise.allSettled<unknown>(both)).filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused).toMatchObject([
      { reason: { code: expect.stringMatching(/^consumer_(used|not_found)$/) as string } },
    ]);
    const consumers = (await at.client.consumers.list()).map(({ id }) => id);
    const { trigger } = await at.client.integrations.get({ id: integration.id });
    expect(consumers).toEqual(consumersOf(trigger.authentication));
  },
);

it('a file brings consumers along, and is the same when it comes back', async () => {
  const file = {
    hookline: 1 as const,
    consumers: [{ label: 'ERP', key: erp }, { label: 'Shop' }],
    integrations: [draft('Orders', letting('ERP', 'Shop'))],
  };
  const applied = await at.client.installation.apply({ file });
  expect(applied).toMatchObject({
    consumers: [
      { action: 'create', label: 'ERP' },
      { action: 'create', label: 'Shop' },
    ],
    madeKeys: [{ integration: null, label: 'Shop' }],
  });
  const address = await addressOf('Orders');
  expect(await send(address)).toBe(202);
  expect(await send(address, applied.madeKeys[0]!.key)).toBe(202);

  const exported = await at.client.installation.exportWithSecrets();
  expect(exported.consumers).toMatchObject([{ label: 'ERP', key: erp }, { label: 'Shop' }]);
  expect(exported.integrations).toMatchObject([
    { trigger: { authentication: { consumers: ['ERP', 'Shop'] } } },
  ]);
  const again = await at.client.installation.apply({ file: exported, dryRun: true, prune: true });
  expect([...again.consumers, ...again.changes].map(({ action }) => action)).toEqual([
    'keep',
    'keep',
    'keep',
  ]);

  await until(
    () => at.client.calls.list({ state: ['waiting', 'running'] }),
    ({ calls }) => calls.length === 0,
  );
  const less = { ...file, consumers: [{ label: 'ERP', enabled: false }], integrations: [] };
  const pruned = await at.client.installation.apply({ file: less, prune: true });
  expect(pruned).toMatchObject({
    consumers: [
      { action: 'update', label: 'ERP', fields: ['enabled'] },
      { action: 'delete', label: 'Shop' },
    ],
    changes: [{ action: 'delete', name: 'Orders' }],
  });
  expect((await at.client.consumers.list()).map(({ label }) => label)).toEqual(['ERP']);
});

const addressOf = async (name: string) => {
  const { code } = (await at.client.integrations.list()).find((one) => one.name === name)!;
  return `${at.url}/${code}/${name}`;
};

it('a file that lets in whom it does not know is refused whole', async () => {
  const file = {
    hookline: 1 as const,
    consumers: [{ label: 'ERP' }],
    integrations: [draft('Orders', letting('Shop'))],
  };
  await expect(at.client.installation.apply({ file })).rejects.toMatchObject({
    code: 'consumer_not_found',
    data: { path: 'integrations[0].trigger.authentication.consumers[0]' },
  });
  expect(await at.client.consumers.list()).toEqual([]);
});

it('the command line adds, rotates, disables and removes them, also from the environment', async () => {
  const other = await newFolder();
  const run = (...args: string[]) => hookline(['--data', other, ...args], { ERP_KEY: erp });
  const file = join(other, 'apply.json');
  await writeFile(
    file,
    JSON.stringify({
      hookline: 1,
      consumers: [{ label: 'ERP', key: { env: 'ERP_KEY' } }],
      integrations: [draft('Orders', letting('ERP'))],
    }),
  );
  const applied = await run('apply', file);
  expect(applied).toMatchObject({ status: 0 });
  expect(applied.out).toContain('+ create consumer ERP\n');
  expect((await run('consumers', 'add', 'Shop')).out).toMatch(/^hk_/);
  expect((await run('consumers', 'rotate', 'ERP')).out).toMatch(/^hk_/);
  expect((await run('consumers', 'disable', 'ERP')).out).toBe('The consumer ERP is disabled.\n');
  expect(await run('consumers', 'remove', 'ERP')).toMatchObject({ status: 1 });
  expect((await run('consumers', 'remove', 'Shop')).status).toBe(0);
  expect((await run('consumers')).out).toMatch(/ERP +hk_\S+ +no +never +never +\S+\/Orders/);
  await dropFolder(other);
});

it('its rate counts over all triggers together, beside what each of them allows', async () => {
  await at.client.consumers.create({
    draft: { label: 'ERP', key: erp, rateLimit: { calls: 3, perSeconds: 3_600 } },
  });
  await at.client.consumers.create({ draft: { label: 'Shop', key: 'hk_the-key-of-the-shop' } });
  const orders = await create(at, draft('Orders', letting('ERP', 'Shop')));
  const prices = await create(
    at,
    draft('Prices', { ...letting('ERP', 'Shop'), rateLimit: { calls: 1, perSeconds: 3_600 } }),
  );
  expect([
    await send(orders.address),
    await send(prices.address),
    await send(prices.address),
    await send(orders.address),
  ]).toEqual([202, 202, 429, 429]);
  expect(await send(prices.address, 'hk_the-key-of-the-shop')).toBe(202);
});

it('is let in from the addresses that stand with it, and from no other', async () => {
  const { consumer } = await at.client.consumers.create({
    draft: { label: 'ERP', key: erp, allow: ['10.0.0.0/8', '::1'] },
  });
  const { address } = await create(at, draft('Orders', letting('ERP')));
  expect(await send(address)).toBe(403);
  // It is written just after the answer.
  const [refused] = await until(
    async () => (await at.client.calls.list({ state: ['refused'] })).calls,
    ({ length }) => length === 1,
  );
  expect(refused?.problem).toEqual({
    code: 'address_not_allowed',
    text: 'The address 127.0.0.1 is not among those allowed by the key labelled ERP.',
  });
  const { id } = consumer;
  const draftNow = { ...draftOfConsumer(consumer), allow: ['127.0.0.0/8'] };
  await at.client.consumers.update({ id, draft: draftNow });
  expect(await send(address)).toBe(202);
  await expect(
    at.client.consumers.update({ id, draft: { ...draftNow, allow: ['10.0.0.0/99'] } }),
  ).rejects.toMatchObject({ data: { path: 'draft.allow[0]' } });
});
