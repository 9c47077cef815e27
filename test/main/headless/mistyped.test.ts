import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { didYouMean } from '#shared/edit-distance.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline, serveOn } from './command-line.ts';

// Whoever mistypes a command or a name is told what is near to it.

let folder: string;
beforeAll(async () => {
  folder = await newFolder();
  const file = join(folder, 'installation.json');
  await writeFile(
    file,
    JSON.stringify({
      hookline: 1,
      consumers: [{ label: 'Web shop' }],
      connections: [{ name: 'stock', kind: 'sqlite', file: 'stock.db' }],
      integrations: [{ name: 'Orders', code: 'abcde', trigger: { authentication: { kind: 'none' } } }],
    }),
  );
  expect(await hookline(['--data', folder, 'apply', file])).toMatchObject({ status: 0 });
});
afterAll(() => dropFolder(folder));

const run = (line: readonly string[]) => hookline(['--data', folder, ...line]);

test.each([
  [['intgrations'], /unknown command 'intgrations'\n\(Did you mean integrations\?\)/],
  [['integrations', 'shwo', 'Orders'], /unknown command 'shwo'\n\(Did you mean show\?\)/],
  [['lanes', 'hodl', 'Orders'], /unknown command 'hodl'\n\(Did you mean hold\?\)/],
  [['calls', 'nothing-like-it'], /unknown command 'nothing-like-it'\n\(add --help/],
  [['integrations', 'list', 'Orders'], /too many arguments for 'list'/],
  [['integrations', 'list', '--jsno'], /unknown option '--jsno'\n\(Did you mean --json\?\)/],
])('%j is wrong usage, and says what may be meant', async (line, said) => {
  expect(await run(line)).toMatchObject({ status: 2, out: '', err: expect.stringMatching(said) });
});

test.each([
  [['integrations', 'show', 'Odrers'], 'There is no integration Odrers. Did you mean Orders?'],
  [
    ['integrations', 'show', 'abcde/orders'],
    'There is no integration abcde/orders. Did you mean abcde/Orders?',
  ],
  [['integrations', 'show', 'Invoices'], 'There is no integration Invoices.'],
  [['calls', 'list', '--integration', 'Odrers'], 'There is no integration Odrers. Did you mean Orders?'],
  [['calls', 'export', '--integration', 'Invoices'], 'There is no integration Invoices.'],
  [['consumers', 'disable', 'Webshop'], 'There is no consumer Webshop. Did you mean Web shop?'],
  [['connections', 'test', 'stok'], 'There is no connection stok. Did you mean stock?'],
  [
    ['settings', 'get', 'retention.day'],
    'There is no setting retention.day; `hookline settings` names all. Did you mean retention.days?',
  ],
  [
    ['settings', 'set', 'retention.day=7'],
    'retention.day: This field is not known. Did you mean retention.days?',
  ],
  [
    ['settings', 'get', 'retentoin'],
    'There is no setting retentoin; `hookline settings` names all. Did you mean retention?',
  ],
  [['settings', 'set', 'retentoin.days=7'], 'retentoin: This field is not known. Did you mean retention?'],
])('%j is told with the name that is near', async (line, said) => {
  expect(await run(line)).toEqual({ status: 1, out: '', err: `hookline: ${said}\n` });
});

test('where nothing is near, nothing is guessed', () => {
  expect(didYouMean('ab', ['xy', 'cd'])).toBe('');
  expect(didYouMean('', ['a'])).toBe('');
  expect(didYouMean('ERP', ['erp2', 'ERP-north'])).toBe(' Did you mean erp2?');
});

test('a filter by the name of a deleted integration finds its calls, and says that it is none now', async () => {
  const service = await serveOn(folder);
  await fetch(`${service.ready.webhookUrl}/abcde/Orders`, { method: 'POST' });
  await service.stop();
  const file = join(folder, 'none.json');
  await writeFile(file, '{ "hookline": 1 }');
  expect(await run(['apply', '--prune', file])).toMatchObject({ status: 0 });
  const { status, out, err } = await run(['calls', 'list', '--integration', 'Orders', '--json']);
  expect({ status, calls: JSON.parse(out) }).toMatchObject({
    status: 0,
    calls: [{ integration: 'Orders' }],
  });
  expect(err).toBe('hookline: There is no integration Orders now; the log has calls of it.\n');
});
