import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { firstRules } from '#shared/model/notification.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline, makeInstallation } from './command-line.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
  await makeInstallation(folder);
});
afterEach(() => dropFolder(folder));

const run = (...args: string[]) => hookline(['--data', folder, ...args]);
const json = async (...args: string[]) => JSON.parse((await run('--json', ...args)).out);

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

test('an installation begins with the rules that the model names, and its export does not speak of them', async () => {
  const rules = await json('notifications', 'rules');
  const byName = (all: { name: string }[]) => all.toSorted((a, b) => a.name.localeCompare(b.name));
  expect(byName(rules.map(({ rule }: { rule: { name: string } }) => rule))).toEqual(byName([...firstRules]));
  expect(parse((await run('export')).out)).not.toHaveProperty('notifications');
  expect(await json('notifications')).toEqual([]);
});

test('a rule is made, changed field by field, listed and removed', async () => {
  const made = await run('notifications', 'set', 'Long waits', 'kind=waitingAge', 'overSeconds=600');
  expect(made).toEqual({ status: 0, out: 'Long waits is set.\n', err: '' });
  const changed = await json('notifications', 'set', 'Long waits', 'quietMinutes=60', 'enabled=false');
  expect(changed).toEqual({
    kind: 'waitingAge',
    name: 'Long waits',
    enabled: false,
    integration: null,
    channels: [],
    quietMinutes: 60,
    overSeconds: 600,
  });
  expect((await run('notifications', 'rules')).out).toMatch(/Long waits +waitingAge \(off\) +all +60 min/);
  expect((await run('notifications', 'remove', 'Long waits')).out).toBe('Long waits was removed.\n');
  expect(await run('notifications', 'remove', 'Long waits')).toMatchObject({
    status: 1,
    err: 'hookline: There is no rule Long waits.\n',
  });
});

test('a bad field is refused by its name', async () => {
  const wrong = await run('notifications', 'set', 'Waits', 'kind=waitingAge', 'overSeconds=none');
  expect(wrong).toMatchObject({ status: 1, out: '' });
  expect(wrong.err).toContain('a number');
  expect((await run('notifications', 'set', 'Waits', 'kind')).status).toBe(2);
  const nobody = await run('notifications', 'set', 'Held lanes', 'integration=Nobody');
  expect(nobody).toMatchObject({ status: 1, err: expect.stringContaining('no integration Nobody') });
});

const file = (url: string) => ({
  hookline: 1,
  environment: [{ name: 'HOOK', secret }],
  integrations: [{ name: 'Orders', code: 'aaaaa', trigger: { authentication: { kind: 'none' } } }],
  notifications: [
    {
      kind: 'refusedShare',
      name: 'Refused',
      integration: 'Orders',
      channels: [{ kind: 'webhook', url, secret: 'HOOK' }],
    },
  ],
});

test('rules come from a file with what they name, and go back into one', async () => {
  const path = join(folder, 'file.json');
  const apply = async (given: object, ...args: string[]) => {
    await writeFile(path, JSON.stringify(given));
    return run('apply', path, ...args);
  };
  const url = 'https://hooks.example.com/1';
  const first = await apply(file(url));
  expect(first).toMatchObject({ status: 0, err: '' });
  expect(first.out).toContain('+ create rule Refused\n');
  expect((await apply(file(url))).out).toContain('= keep   rule Refused\n');
  expect((await apply(file(`${url}0`))).out).toContain('~ update rule Refused  channels\n');
  const { notifications } = parse((await run('export')).out);
  expect(notifications).toHaveLength(4);
  expect(JSON.stringify(notifications)).not.toContain(secret);
  expect((await apply({ hookline: 1, notifications })).out).toBe(
    notifications.map(({ name }: { name: string }) => `= keep   rule ${name}\n`).join(''),
  );
  const pruned = await apply(file(url), '--prune');
  expect(pruned.out).toContain('- delete rule Held lanes\n');
  expect(await json('notifications', 'rules')).toHaveLength(1);
});

test('a file whose rule names what there is not, or takes away what one names, changes nothing', async () => {
  const path = join(folder, 'file.json');
  await writeFile(path, JSON.stringify({ ...file('https://hooks.example.com'), environment: [] }));
  const wrong = await run('apply', path);
  expect(wrong).toMatchObject({ status: 1, out: '' });
  expect(wrong.err).toContain('notifications[0].channels[0].secret: The environment has no HOOK');
  expect(await json('integrations')).toEqual([]);
  await writeFile(path, JSON.stringify(file('https://hooks.example.com')));
  expect((await run('apply', path)).status).toBe(0);
  await writeFile(
    path,
    JSON.stringify({ hookline: 1, environment: [], integrations: file('').integrations }),
  );
  expect(await run('apply', path, '--prune')).toMatchObject({
    status: 1,
    err: expect.stringContaining('Refused names env.HOOK.'),
  });
});
