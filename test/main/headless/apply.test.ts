import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline, serveOn } from './command-line.ts';

// What somebody is told who applies a file.

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await newFolder();
  file = join(folder, 'orders.yaml');
});
afterEach(() => dropFolder(folder));

const run = (...args: string[]) => hookline(['--data', folder, ...args]);
const apply = async (text: string, ...options: string[]) => {
  await writeFile(file, text);
  return run('apply', file, ...options);
};
const mistakes = (err: string): string[] =>
  err
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(`hookline: ${file}: `, ''));

const threeMistakes = `hookline: 1
integrations:
  - name: Orders
    trigger:
      methods: [GET, FETCH]
      authentication: { kind: apiKeys, keys: [{ label: ERP, key: { env: NOT_SET } }] }
  - name: Prices
    trigger:
      colour: red
      authentication: { kind: none }
  - trigger: { authentication: { kind: none } }
`;

test('each mistake of a file is named at once, with its path and its line, and nothing is applied', async () => {
  const { status, out, err } = await apply(threeMistakes);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(mistakes(err)).toEqual([
    'integrations[0].trigger.methods[1]: This must be one of GET, POST, PUT, PATCH, DELETE. (line 5)',
    'integrations[0].trigger.authentication.keys[0].key: The environment variable NOT_SET is not set. (line 6)',
    'integrations[1].trigger.colour: This field is not known. (line 9)',
    'integrations[2].name: This field is required. (line 11)',
  ]);
});

test('JSON has lines too', async () => {
  const { err } = await apply(
    '{\n  "hookline": 1,\n  "integrations": [\n    { "name": "A" },\n    5\n  ]\n}\n',
  );
  expect(mistakes(err)).toEqual([
    'integrations[0].trigger: This field is required. (line 4)',
    'integrations[1]: This must be a group of fields. (line 5)',
  ]);
});

test('so is each expression that cannot be read, and each name that means nothing here', async () => {
  const open = 'trigger: { authentication: { kind: none } }';
  const unread = await apply(`hookline: 1
integrations:
  - { name: A, ${open}, dataProcessing: 'bodi.id' }
  - name: B
    ${open}
    workflow:
      - { name: send, kind: httpRequest, url: 'http://127.0.0.1:9/{{ 1 + }}', when: '(' }
`);
  expect(mistakes(unread.err).map((line) => line.replace(/: .*\(line/, ' (line'))).toEqual([
    'integrations[0].dataProcessing (line 3)',
    'integrations[1].workflow[0].when (line 7)',
    'integrations[1].workflow[0].url (line 7)',
  ]);
  const unknown = await apply(`hookline: 1
integrations:
  - { name: A, trigger: { authentication: { kind: apiKeys, keys: [], consumers: [Nobody] } } }
  - { name: B, trigger: { authentication: { kind: apiKeys, keys: [], consumers: [Noone] } } }
`);
  expect(mistakes(unknown.err)).toEqual([
    'integrations[0].trigger.authentication.consumers[0]: There is no consumer Nobody. (line 3)',
    'integrations[1].trigger.authentication.consumers[0]: There is no consumer Noone. (line 4)',
  ]);
});

test('mistakes of shape and of expressions are told together, whichever integration they stand in', async () => {
  const { status, err } = await apply(`hookline: 1
integrations:
  - name: A
    trigger: { authentication: { kind: nobody }, methods: [FETCH, GET] }
    dataProcessing: 'bodi.id'
  - name: B
    colour: red
    trigger: { authentication: { kind: none } }
    workflow:
      - { name: send, kind: httpRequest, url: 'http://127.0.0.1:9/', timeoutSeconds: long, when: '(' }
  - 5
  - trigger: { authentication: { kind: apiKeys, keys: [{ label: ERP, key: { env: NOT_SET } }] } }
    workflow: [{ name: go, kind: transform, expression: steps.later }]
  - { name: C, trigger: { authentication: { kind: none } }, dataProcessing: 'body.' }
`);
  expect(status).toBe(1);
  expect(mistakes(err).map((line) => line.replace(/: .*\(line/, ' (line'))).toEqual([
    'integrations[0].trigger.methods[0] (line 4)',
    'integrations[0].trigger.authentication.kind (line 4)',
    'integrations[0].dataProcessing (line 5)',
    'integrations[1].colour (line 7)',
    'integrations[1].workflow[0].timeoutSeconds (line 10)',
    'integrations[1].workflow[0].when (line 10)',
    'integrations[2] (line 11)',
    'integrations[3].trigger.authentication.keys[0].key (line 12)',
    'integrations[3].name (line 12)',
    'integrations[3].workflow[0].expression (line 13)',
    'integrations[4].dataProcessing (line 14)',
  ]);
  // Nothing was made to find that out.
  expect((await run('integrations', 'list')).err).toContain('There is no installation');
});

test('to a program all of it is one JSON object in the shape of a problem', async () => {
  const { status, out, err } = await apply(threeMistakes, '--json');
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(JSON.parse(err)).toMatchObject({
    code: 'input_invalid',
    title: 'The input is not valid',
    detail: 'This must be one of GET, POST, PUT, PATCH, DELETE.',
    path: 'integrations[0].trigger.methods[1]',
    issues: [
      { line: 5 },
      { line: 6 },
      { path: ['integrations', 1, 'trigger', 'colour'], message: 'This field is not known.', line: 9 },
      { line: 11 },
    ],
  });
});

const two = `hookline: 1
integrations:
  - name: Orders
    code: aaaaa
    trigger: { authentication: { kind: apiKeys, keys: [{ label: ERP }] } }
  - name: Prices
    code: bbbbb
    trigger:
      methods: [GET]
      authentication: { kind: none }
      queryParameters: [{ name: item, required: true }]
`;

test('what was applied is told with its address, and with a first call where that needs no secret', async () => {
  const service = await serveOn(folder);
  const { webhookUrl } = service.ready;
  const { out } = await apply(two);
  const [made, ...rest] = out.trimEnd().split('\n').toReversed();
  expect(made).toMatch(/^ {2}key made for Orders, ERP: hk_/);
  expect(rest.toReversed()).toEqual([
    '+ create aaaaa/Orders',
    `    ${webhookUrl}/aaaaa/Orders`,
    '+ create bbbbb/Prices',
    `    ${webhookUrl}/bbbbb/Prices`,
    `    curl '${webhookUrl}/bbbbb/Prices?item=text'`,
  ]);
  const changed = await apply(two.replace('[GET]', '[GET, POST]'));
  expect(changed.out).toContain(`= keep   aaaaa/Orders\n    ${webhookUrl}/aaaaa/Orders\n`);
  expect(changed.out).toContain(`~ update bbbbb/Prices  trigger.methods\n    ${webhookUrl}/bbbbb/Prices\n`);
  const answer = await fetch(`${webhookUrl}/bbbbb/Prices?item=text`);
  expect(answer.status).toBe(202);
  await service.stop();
});

test('the file that the docs show can be applied', async () => {
  const page = await readFile(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
  const [, text] = /```yaml\n(hookline: 1\n.*?)```/s.exec(page) ?? [];
  await writeFile(file, text ?? '');
  const keys = {
    ERP_KEY: 'a-key-of-the-erp',
    SHOP_KEY: 'a-key-of-the-shop',
    ERP_PASSWORD: 'a-password-of-the-erp',
  };
  const { status, out, err } = await hookline(['--data', folder, 'apply', file], keys);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(/^~ update settings\n/);
  expect(out).toMatch(/^\+ create .*\/CreateCustomerRecord$/m);
});

test('where nobody serves, the address is the one that a service will have', async () => {
  const { out } = await apply(two, '--json');
  expect(JSON.parse(out).changes).toMatchObject([
    { action: 'create', url: 'http://127.0.0.1:8080/aaaaa/Orders' },
    { action: 'create', url: 'http://127.0.0.1:8080/bbbbb/Prices' },
  ]);
});
