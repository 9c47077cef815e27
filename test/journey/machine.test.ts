// What workflows may do to the machine: nothing, until the operator lists it.
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureOf } from '#shared/contract/failure.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, ended, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

type Step = NonNullable<IntegrationDraftInput['workflow']>[number];

const program = process.execPath;
let at: TestRuntime;
let base: string;
let out: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'hookline-machine-'));
  out = join(base, 'out');
  await Promise.all([mkdir(join(out, 'orders'), { recursive: true }), mkdir(join(base, 'secret'))]);
  at = await startRuntime(await newFolder());
});
afterEach(async () => {
  await at.stop();
  await Promise.all([dropFolder(at.folder), dropFolder(base)]);
  expect(at.errors).toEqual([]);
});

async function allow(lists: { readonly commands?: string[]; readonly folders?: string[] }): Promise<void> {
  await at.client.host.saveSettings({ ...(await at.client.host.settings()), ...lists });
}
const withStep = (step: Step): IntegrationDraftInput => draft('Orders', {}, { workflow: [step] });

async function refusalOf(step: Step) {
  const saved = at.client.integrations.create({ draft: withStep(step) });
  const { code, issues } = await saved.then(() => expect.unreachable(), failureOf);
  return { code, issues: issues.map(({ path, message }) => [path.join('.'), message]) };
}

/** What a call of the address comes to: the code of its problem, if any. */
async function outcomeOf(address: string, body: object): Promise<string | null> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { callId } = (await answer.json()) as { callId: string };
  const { problem } = await ended(at.client, callId);
  return problem?.code ?? null;
}

/** Passes on what it gets, to the file that it is told. */
const passOn = (file: string): Step => ({
  kind: 'command',
  name: 'pass',
  program,
  arguments: ['-e', `process.stdin.pipe(require('fs').createWriteStream(process.argv[1]))`, file],
  stdin: { from: 'body' },
});
const keepIn = (folder: string): Step => ({
  kind: 'writeFile',
  name: 'keep',
  folder,
  file: { from: 'body.name' },
  body: { from: 'body.text' },
  mode: 'replace',
});

test('a listed program gets the body of a call on its standard input, until it is taken off the list', async () => {
  await allow({ commands: [program] });
  const seen = join(base, 'seen.json');
  const { address } = await create(at, withStep(passOn(seen)));
  expect(await outcomeOf(address, { items: ['a b', '$(id)'] })).toBe(null);
  expect(await readFile(seen, 'utf8')).toBe('{"items":["a b","$(id)"]}');

  await allow({ commands: [] });
  expect(await outcomeOf(address, { items: [] })).toBe('command_forbidden');
  expect(await readFile(seen, 'utf8')).toBe('{"items":["a b","$(id)"]}');
});

test('a program that is not listed is refused at its field when the trigger is saved', async () => {
  expect(await refusalOf(passOn('seen'))).toEqual({
    code: 'input_invalid',
    issues: [
      [
        'draft.workflow.0.program',
        `Workflows may not run ${program}: an operator allows it in the settings (commands).`,
      ],
    ],
  });
  expect(await at.client.integrations.list()).toEqual([]);
});

test('who reads a file while calls replace it finds one of them whole, and nothing beside it', async () => {
  await allow({ folders: [out] });
  const folder = join(out, 'orders');
  const { address } = await create(at, withStep(keepIn(folder)));
  const length = 400_000;
  const read = () => readFile(join(folder, 'order.txt'), 'utf8');
  expect(await outcomeOf(address, { name: 'order.txt', text: 'a'.repeat(length) })).toBe(null);

  let isWriting = true;
  const writes = Promise.all(
    Array.from('bcdefghijk', (letter) =>
      outcomeOf(address, { name: 'order.txt', text: letter.repeat(length) }),
    ),
  ).finally(() => (isWriting = false));
  const found = new Set<string>();
  while (isWriting) {
    const text = await read();
    found.add(`${text.length} of ${[...new Set(text)].join()}`);
  }
  expect(await writes).toEqual(Array.from({ length: 10 }, () => null));
  expect([...found].filter((what) => !/^400000 of [a-k]$/.test(what))).toEqual([]);
  expect(await read()).not.toContain('a');
  expect(await readdir(folder)).toEqual(['order.txt']);
});

test('nothing is written beside the listed folder, by two dots or a link', async () => {
  await allow({ folders: [out] });
  const secret = join(base, 'secret');
  await writeFile(join(secret, 'kept'), 'kept');
  const upwards = `${out}/../secret`;
  expect(await refusalOf(keepIn(upwards))).toEqual({
    code: 'input_invalid',
    issues: [
      [
        'draft.workflow.0.folder',
        `Workflows may not write to ${upwards}: an operator allows it in the settings (folders).`,
      ],
    ],
  });

  const { address } = await create(at, withStep(keepIn(out)));
  expect(await outcomeOf(address, { name: '../secret/kept', text: 'lost' })).toBe('step_failed');

  const link = join(out, 'link');
  await symlink(secret, link);
  const linked = await create(at, { ...withStep(keepIn(link)), name: 'Linked' });
  expect(await outcomeOf(linked.address, { name: 'kept', text: 'lost' })).toBe('folder_forbidden');

  expect(await readdir(secret)).toEqual(['kept']);
  expect(await readFile(join(secret, 'kept'), 'utf8')).toBe('kept');
  expect((await readdir(out)).toSorted()).toEqual(['link', 'orders']);
});

test.each(['commands', 'folders'] as const)('%s are listed by absolute paths only', async (list) => {
  const failure = await allow({ [list]: ['/srv/a', 'bin/convert'] }).then(
    () => expect.unreachable(),
    failureOf,
  );
  expect(failure.issues).toEqual([{ path: [list, 1], message: 'An absolute path is required.' }]);
});

test("Hookline's own data stays out of reach, even where its folder is listed", async () => {
  await allow({ folders: [at.folder] });
  const own = await create(at, { ...withStep(keepIn(at.folder)), name: 'Own' });
  expect(await outcomeOf(own.address, { name: 'config.db', text: 'lost' })).toBe('folder_forbidden');
  expect(await at.client.integrations.list()).toHaveLength(1);
});
