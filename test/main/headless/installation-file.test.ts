import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInstallationFile } from '#main/headless/read-installation-file.ts';
import { stringify } from 'yaml';

const check = (text: string | Uint8Array, environment: Record<string, string> = {}) =>
  checkInstallationFile(typeof text === 'string' ? Buffer.from(text) : text, environment);

async function faultOf(text: string | Uint8Array, environment?: Record<string, string>) {
  const checked = await check(text, environment);
  if (checked.ok) throw new Error('It was taken.');
  return `${checked.problem.path ?? ''}: ${checked.problem.detail}`;
}

const integration = (trigger: string): string =>
  `hookline: 1\nintegrations:\n  - name: Orders\n    trigger: { authentication: { kind: none }, ${trigger} }\n`;

const withKeys = (keys: string): string =>
  `hookline: 1\nintegrations:\n  - name: Orders\n    trigger: { authentication: { kind: apiKeys, keys: ${keys} } }\n`;

test('a wrong value is refused with the path of its field', async () => {
  expect(await faultOf(integration('methods: [GET, FETCH]'))).toMatch(
    /^integrations\[0\]\.trigger\.methods\[1\]: /,
  );
});

test('an unknown field is refused with its own path', async () => {
  expect(await faultOf(integration('colour: red'))).toBe(
    'integrations[0].trigger.colour: This field is not known.',
  );
});

test('an unknown field that is nearly a known one is told with that one', async () => {
  expect(await faultOf(integration('orderdDelivery: true'))).toBe(
    'integrations[0].trigger.orderdDelivery: This field is not known. Did you mean orderedDelivery?',
  );
  expect(await faultOf('hookline: 1\nenvironments: []\n')).toBe(
    'environments: This field is not known. Did you mean environment?',
  );
});

test('a wrong type is refused with the path of its field', async () => {
  expect(await faultOf(integration('maxWaiting: many'))).toMatch(/^integrations\[0\]\.trigger\.maxWaiting: /);
  expect(await faultOf('hookline: 1\nintegrations: 7\n')).toMatch(/^integrations: /);
});

test.each([
  ['executionTimeoutSeconds: 2147484', 'executionTimeoutSeconds'],
  ['requestResponse: { timeoutSeconds: 2147484 }', 'requestResponse.timeoutSeconds'],
  ['retry: { attempts: 2, waitSeconds: [2147484] }', 'retry.waitSeconds[0]'],
  ['idempotency: { hours: 2147484 }', 'idempotency.hours'],
  ['rateLimit: { calls: 1, perSeconds: 2147484 }', 'rateLimit.perSeconds'],
])('F55: a time that is longer than a timer can wait is refused: %s', async (given, field) => {
  expect(await faultOf(integration(given))).toContain(`integrations[0].trigger.${field}: `);
});

test.each(['seconds: 2147484', 'seconds: 1, timeoutSeconds: 2147484'])(
  'F55: a step that takes longer than a timer can wait is refused: %s',
  async (fields) => {
    const step = `    workflow: [{ name: rest, kind: delay, ${fields} }]\n`;
    expect(await faultOf(integration('methods: [GET]') + step)).toMatch(
      /^integrations\[0\]\.workflow\[0\]\.(seconds|timeoutSeconds): /,
    );
  },
);

test('two integrations of one address are refused', async () => {
  const trigger = 'trigger: { authentication: { kind: none } }';
  const twice = `hookline: 1\nintegrations:\n  - { name: A, ${trigger} }\n  - { name: A, ${trigger} }\n`;
  expect(await faultOf(twice)).toMatch(/^integrations\[1\]\.name: A already stands at integrations\[0\]/);
});

test('a key by reference has the value of the variable', async () => {
  const checked = await check(withKeys('[{ label: ERP, key: { env: ERP_KEY } }]'), { ERP_KEY: 'sekrit-123' });
  expect(checked).toMatchObject({
    ok: true,
    value: {
      integrations: [{ trigger: { authentication: { keys: [{ label: 'ERP', key: 'sekrit-123' }] } } }],
    },
  });
});

test('a key by reference to a variable that is not set is refused with its path', async () => {
  expect(await faultOf(withKeys('[{ label: A }, { label: ERP, key: { env: ERP_KEY } }]'))).toBe(
    'integrations[0].trigger.authentication.keys[1].key: The environment variable ERP_KEY is not set.',
  );
});

test('JSON is read like the same YAML', async () => {
  const file = { hookline: 1, integrations: [{ name: 'A', trigger: { authentication: { kind: 'none' } } }] };
  expect(await check(JSON.stringify(file))).toEqual(await check(stringify(file)));
});

test.each([
  ['nothing', '', 'It is empty.'],
  ['another encoding', Buffer.from([0x68, 0xff, 0xfe]), 'It is not UTF-8 text.'],
  ['a fault of YAML', 'a: [1, 2\nb: 3', /line 2, column 1/],
  ['a field that stands twice', 'hookline: 1\nhookline: 1', /unique/i],
  ['two documents', 'hookline: 1\n---\nhookline: 1', /multiple documents/i],
  ['an unknown tag', 'hookline: !code 1', /tag/i],
  ['deep brackets', `hookline: ${'['.repeat(50_000)}`, /too deep/],
  ['deep JSON', `{"hookline":${'['.repeat(2000)}${']'.repeat(2000)}}`, /deeper than/],
  [
    'aliases that multiply',
    `a: &a [1,2,3,4,5,6,7,8,9]\nb: &b [${'*a,'.repeat(40)}]\nc: [${'*b,'.repeat(60)}]`,
    /alias/i,
  ],
  [
    'a reach for the prototype',
    '{"hookline":1,"__proto__":{"x":1}}',
    '__proto__: This is not a name for a field.',
  ],
  ['the same deeper', integration('__proto__: { x: 1 }'), /trigger\.__proto__: This is not a name/],
])('a file with %s is refused in one clear line', async (_what, text, line) => {
  const fault = await faultOf(text);
  expect(fault).not.toContain('\n');
  if (typeof line === 'string') expect(fault).toContain(line);
  else expect(fault).toMatch(line);
});

test('no bytes at all make the reader throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect(typeof (await check(bytes)).ok).toBe('boolean');
    }),
    { numRuns: 300 },
  );
});
