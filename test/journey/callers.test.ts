// An integration that others name, in a step that calls it or in a rule of notifications, is deleted or renamed.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import { NotificationRule } from '#shared/model/notification.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

type Steps = NonNullable<IntegrationDraftInput['workflow']>;

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder());
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
  expect(at.errors).toEqual([]);
});

const make = async (name: string, workflow: Steps, rest: Partial<IntegrationDraftInput> = {}) =>
  create(at, draft(name, { requestResponse: {} }, { ...rest, workflow }));
const calling = (integration: string, name = 'ask'): Steps[number] => ({ name, kind: 'call', integration });
const forEach = (steps: Steps): Steps[number] => ({ name: 'each', kind: 'forEach', items: '[1]', steps });
const one: Steps = [{ name: 'one', kind: 'transform', expression: '1' }];
const answerOf = async (address: string) => {
  const answer = await fetch(address, { method: 'POST' });
  return [answer.status, await answer.text()];
};
const rename = async (id: string, change: { readonly name?: string; readonly code?: string }) => {
  const { version, savedAt: _savedAt, id: _id, ...kept } = await at.client.integrations.get({ id });
  return at.client.integrations.update({
    id,
    version,
    draft: { ...kept, ...change },
  });
};
const calledBy = async (id: string): Promise<unknown[]> => {
  const { workflow } = await at.client.integrations.get({ id });
  return workflow.map((step) =>
    'steps' in step
      ? step.steps.map((inner) => 'integration' in inner && inner.integration)
      : 'integration' in step && step.integration,
  );
};

describe('an integration that others call', () => {
  test('is not deleted: those who call it are named, nested steps and disabled ones too', async () => {
    const { integration } = await make('Price', one);
    const order = await make('Order', [calling('Price')]);
    const { code } = (
      await make('Stock', [forEach([calling(`${integration.code}/Price`)])], { enabled: false })
    ).integration;
    await expect(at.client.integrations.remove({ id: integration.id })).rejects.toMatchObject({
      code: 'integration_called',
      status: 409,
      message: `${order.integration.code}/Order and ${code}/Stock call Price, and would fail without it.`,
    });
    expect(await answerOf(order.address)).toEqual([200, '1']);
  });

  test('is deleted where somebody says so all the same, and its callers fail and say why', async () => {
    const { integration } = await make('Price', one);
    const order = await make('Order', [calling('Price')]);
    await at.client.integrations.remove({ id: integration.id, breakCallers: true });
    expect((await answerOf(order.address))[0]).toBe(500);
  });

  test('is deleted at once where nobody but itself, or somebody deleted, calls it', async () => {
    const { integration } = await make('Price', [calling('Price')]);
    const order = await make('Order', [calling('Price')]);
    await at.client.integrations.remove({ id: order.integration.id });
    await at.client.integrations.remove({ id: integration.id });
    expect(await at.client.integrations.list()).toEqual([]);
  });

  test('goes on being called when it has another name or another code, each as it was written', async () => {
    const { integration } = await make('Price', one);
    const order = await make('Order', [calling('Price')]);
    const stock = await make('Stock', [
      forEach([calling(`${integration.code}/Price`), calling('Other', 'no')]),
    ]);
    const saved = await rename(integration.id, { name: 'Cost' });
    expect(saved.callers.map(({ name }) => name).toSorted()).toEqual(['Order', 'Stock']);
    expect(await calledBy(order.integration.id)).toEqual(['Cost']);
    expect(await calledBy(stock.integration.id)).toEqual([[`${integration.code}/Cost`, 'Other']]);
    expect(await answerOf(order.address)).toEqual([200, '1']);
    expect(await answerOf(stock.address)).toEqual([500, expect.stringContaining('problem')]);
    await rename(integration.id, { code: 'zzzzz' });
    expect(await calledBy(order.integration.id)).toEqual(['Cost']);
    expect(await calledBy(stock.integration.id)).toEqual([['zzzzz/Cost', 'Other']]);
    const [newest] = await at.client.integrations.versions({ id: order.integration.id });
    expect(newest?.version).toBe(2);
  });

  test('goes on being called when an older version brings its old name back', async () => {
    const { integration } = await make('Price', one);
    const order = await make('Order', [calling('Price')]);
    await rename(integration.id, { name: 'Cost' });
    await at.client.integrations.restore({ id: integration.id, version: 1 });
    expect(await answerOf(order.address)).toEqual([200, '1']);
  });

  test('is called by code and name as soon as another one has its name', async () => {
    const { integration } = await make('Price', one);
    const order = await make('Order', [calling('Price')]);
    const { integration: other } = await make('Price', [{ name: 'two', kind: 'transform', expression: '2' }]);
    expect(await calledBy(order.integration.id)).toEqual([`${integration.code}/Price`]);
    expect(await answerOf(order.address)).toEqual([200, '1']);
    await rename(other.id, { name: 'Else' });
    expect((await at.client.integrations.get({ id: order.integration.id })).version).toBe(2);
  });

  test('is not deleted by a file that still calls it, and the step is named', async () => {
    const { integration } = await make('Price', one);
    await make('Order', [calling('Price'), calling('Nobody', 'never')]);
    const { integrations, ...file } = await at.client.installation.export();
    const without = { ...file, integrations: integrations.filter(({ name }) => name !== 'Price') };
    for (const dryRun of [true, false]) {
      await expect(
        at.client.installation.apply({ file: without, prune: true, dryRun }),
      ).rejects.toMatchObject({
        code: 'integration_called',
        message: expect.stringMatching(/^\w{5}\/Order calls Price, which would be deleted\.$/),
        data: { path: 'integrations[0].workflow[0].integration' },
      });
    }
    await at.client.integrations.get({ id: integration.id });
    const neither = { ...file, integrations: [] };
    await at.client.installation.apply({ file: neither, prune: true });
    expect(await at.client.integrations.list()).toEqual([]);
  });

  test('is not made ambiguous by a file with another one of its name', async () => {
    const { integration } = await make('Price', one);
    await make('Order', [calling('Price')]);
    const file = InstallationFile.parse({
      hookline: 1,
      integrations: [draft('Price', {}, { code: 'bbbbb' })],
    });
    await expect(at.client.installation.apply({ file })).rejects.toMatchObject({
      code: 'integration_called',
      message: expect.stringMatching(
        new RegExp(
          `^\\w{5}/Order calls Price, which would mean several: say ${integration.code}/Price there\\.$`,
        ),
      ),
    });
  });
});

describe('a rule of notifications about one integration', () => {
  const rule = (integration: string) =>
    NotificationRule.parse({ kind: 'failedCall', name: 'Mine', integration });
  const mine = async () =>
    (await at.client.notifications.rules()).find((place) => place.rule.name === 'Mine');

  test('follows its new name, and its new code', async () => {
    const { integration } = await make('Price', one);
    await at.client.notifications.set({ rule: rule('Price') });
    await rename(integration.id, { name: 'Cost' });
    expect(await mine()).toMatchObject({ rule: { integration: 'Cost' }, isIntegrationGone: false });
    await at.client.notifications.set({ rule: rule(`${integration.code}/Cost`) });
    await rename(integration.id, { code: 'zzzzz' });
    expect((await mine())?.rule.integration).toBe('zzzzz/Cost');
  });

  test('stays with the other one of that name', async () => {
    const { integration } = await make('Price', one, { code: 'aaaaa' });
    await make('Price', one, { code: 'bbbbb' });
    await at.client.notifications.set({ rule: rule('Price') });
    await rename(integration.id, { name: 'Cost' });
    expect(await mine()).toMatchObject({ rule: { integration: 'Price' }, isIntegrationGone: false });
  });

  test('says that its integration is gone, until there is one again', async () => {
    const { integration } = await make('Price', one);
    await at.client.notifications.set({ rule: rule('Price') });
    await at.client.integrations.remove({ id: integration.id });
    expect(await mine()).toMatchObject({ rule: { integration: 'Price' }, isIntegrationGone: true });
    await make('Price', one);
    expect((await mine())?.isIntegrationGone).toBe(false);
  });

  test('is refused in a file that deletes what it names', async () => {
    await make('Price', one);
    const { integrations: _none, ...file } = await at.client.installation.export();
    const applied = at.client.installation.apply({
      file: { ...file, integrations: [], notifications: [rule('Price')] },
      prune: true,
    });
    await expect(applied).rejects.toMatchObject({
      code: 'input_invalid',
      data: { issues: [{ path: ['notifications', 0, 'integration'] }] },
    });
  });
});
