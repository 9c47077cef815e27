import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { draft } from '#test/support/runtime.ts';
import { hookline } from './command-line.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await newFolder();
  file = join(folder, 'installation.json');
});
afterEach(() => dropFolder(folder));

const run = (...args: string[]) => hookline(['--data', folder, '--json', ...args]);

async function apply(integrations: readonly unknown[]) {
  await writeFile(file, JSON.stringify({ hookline: 1, integrations }));
  return run('apply', file);
}

type Trigger = Partial<IntegrationDraftInput['trigger']>;

/** Each field that is not of the manual page: as written, and as it comes back where that says more. */
const written: readonly (readonly [name: string, given: Trigger, exported?: object])[] = [
  ['Plain', {}, { orderedDelivery: false, delivery: 'atLeastOnce', idempotency: false, rateLimit: false }],
  ['Ordered', { orderedDelivery: true }, { orderedDelivery: { by: null, onFailure: 'continue' } }],
  [
    'Holding',
    { orderedDelivery: { onFailure: 'hold' } },
    { orderedDelivery: { by: null, onFailure: 'hold' } },
  ],
  ['Keyed', { orderedDelivery: { by: 'body.customerId', onFailure: 'hold' } }],
  ['Retried', { retry: { attempts: 3, waitSeconds: [1, 5.5], jitter: 0 } }],
  [
    'RetriedByDefault',
    { retry: { attempts: 2 } },
    { retry: { attempts: 2, waitSeconds: [1, 5, 30, 120, 600], jitter: 0.2 } },
  ],
  ['Once', { delivery: 'atMostOnce' }],
  ['Repeated', { idempotency: { header: 'webhook-id', hours: 2 } }],
  ['RepeatedByDefault', { idempotency: {} }, { idempotency: { header: 'Idempotency-Key', hours: 24 } }],
  ['Limited', { rateLimit: { calls: 5, perSeconds: 60 } }],
  [
    'Kept',
    { retention: { days: 7, bytes: 1_048_576 } },
    { retention: { days: 7, calls: null, bytes: 1_048_576 } },
  ],
];

test('what a trigger promises beyond the manual page comes back from an export, and applying that changes nothing', async () => {
  const applied = await apply(written.map(([name, given]) => draft(name, given)));
  expect(applied).toMatchObject({ status: 0, err: '' });
  const exported = JSON.parse((await run('export')).out);
  for (const [name, given, back] of written) {
    const found = exported.integrations.find((one: { name: string }) => one.name === name);
    expect(found.trigger).toMatchObject(back ?? given);
  }
  const { changes } = JSON.parse((await apply(exported.integrations)).out);
  expect(changes.map(({ action }: { action: string }) => action)).toEqual(written.map(() => 'keep'));
});

test('an order by an expression that cannot be read is refused with its path, and nothing is applied', async () => {
  const { status, out, err } = await apply([
    draft('Good'),
    draft('Bad', { orderedDelivery: { by: 'body.customerId ?' } }),
  ]);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(JSON.parse(err)).toMatchObject({ path: 'integrations[1].trigger.orderedDelivery.by' });
  expect(JSON.parse((await run('integrations')).out)).toEqual([]);
});

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString()
  .trim();

/** Each kind of authentication, as people write it down. */
const kinds: readonly (readonly [name: string, authentication: object])[] = [
  ['Users', { kind: 'basic', users: [{ user: 'erp', password: { env: 'PASSWORD' } }] }],
  ['GitHub', { kind: 'hmac', preset: 'github', secret: { env: 'SECRET' } }],
  ['Stripe', { kind: 'hmac', preset: 'stripe', secrets: ['whsec_of_yesterday', { env: 'SECRET' }] }],
  [
    'Other',
    {
      kind: 'hmac',
      preset: 'generic',
      secrets: [{ label: 'Their', secret: { env: 'SECRET' }, enabled: false }],
      header: 'X-Signature',
      algorithm: 'sha512',
      encoding: 'base64',
      prefix: 'mac=',
      signed: '{timestamp}.{body}',
      timestampHeader: 'X-Time',
      toleranceSeconds: 60,
    },
  ],
  [
    'Tokens',
    {
      kind: 'jwt',
      algorithms: ['ES256', 'EdDSA'],
      keys: [{ label: 'Issuer', key: pem }],
      jwks: 'https://issuer.example/keys',
      issuer: 'https://issuer.example',
      audience: 'orders',
      claims: { scope: 'write' },
    },
  ],
  ['Certificates', { kind: 'clientCertificate', subjects: ['erp'], fingerprints: ['ab:'.repeat(32)] }],
  [
    'Any',
    {
      any: [
        { kind: 'apiKeys', keys: [{ label: 'ERP', key: { env: 'SECRET' } }] },
        { kind: 'clientCertificate' },
      ],
    },
  ],
  [
    'All',
    {
      all: [
        { kind: 'basic', users: [{ label: 'ERP', user: 'erp', password: { env: 'PASSWORD' } }] },
        { kind: 'hmac', preset: 'slack', secret: { env: 'SECRET' } },
      ],
    },
  ],
];
const environment = { PASSWORD: 'password-of-erp', SECRET: 'secret-of-sender' };
const integrationsOf = (authentications: readonly (readonly [string, object])[]) => ({
  hookline: 1,
  integrations: authentications.map(([name, authentication]) => ({ name, trigger: { authentication } })),
});

test('every kind of authentication comes from a file and goes back into one, secrets only where they are asked for', async () => {
  await writeFile(file, JSON.stringify(integrationsOf(kinds)));
  const first = await hookline(['--data', folder, '--json', 'apply', file], environment);
  expect(first).toMatchObject({ status: 0, err: '' });
  expect(JSON.parse(first.out)).toMatchObject({ madeKeys: [] });

  const bare = (await run('export')).out;
  for (const secret of [...Object.values(environment), 'whsec_of_yesterday', pem.slice(30, 60)]) {
    expect(bare).not.toContain(secret);
  }
  const exported = JSON.parse(bare);
  const of = (name: string) =>
    exported.integrations.find((one: { name: string }) => one.name === name).trigger.authentication;
  expect(of('Stripe')).toMatchObject({
    preset: 'stripe',
    secrets: [{ label: 'stripe' }, { label: 'stripe 2' }],
  });
  expect(of('Any')).toMatchObject({
    any: [{ kind: 'apiKeys', keys: [{ label: 'ERP' }] }, { kind: 'clientCertificate' }],
  });
  expect(of('Tokens')).toMatchObject({ ...kinds[4]![1], keys: [{ label: 'Issuer' }] });
  expect(of('Certificates').fingerprints).toEqual(['AB'.repeat(32)]);

  for (const [text, variables] of [
    [bare, {}],
    [(await run('export', '--with-secrets')).out, {}],
    [JSON.stringify(integrationsOf(kinds)), environment],
  ] as const) {
    await writeFile(file, text);
    const again = await hookline(['--data', folder, '--json', 'apply', file], variables);
    expect(again).toMatchObject({ status: 0, err: '' });
    const { changes }: { changes: { action: string; name: string }[] } = JSON.parse(again.out);
    expect(changes.filter(({ action }) => action !== 'keep')).toEqual([]);
  }
});

test('a signing secret that is left out is made once; where only the sender has it, that is said', async () => {
  const authentication = { kind: 'hmac', preset: 'github' };
  const given = [{ name: 'Push', trigger: { authentication } }];
  const { out, err } = await apply(given);
  expect(err).toBe('');
  expect(JSON.parse(out).madeKeys).toEqual([
    { integration: 'Push', label: 'github', key: expect.stringMatching(/^.{43}$/) },
  ]);
  const again = JSON.parse((await apply(given)).out);
  expect([again.changes[0].action, again.madeKeys]).toEqual(['keep', []]);
  const stripe = { kind: 'hmac', preset: 'stripe' };
  const refused = await apply([{ name: 'Pay', trigger: { authentication: stripe } }]);
  expect(refused.status).toBe(1);
  expect(refused.err).toContain('Only who calls can say this secret.');
});

test('with its secrets a file makes the same triggers in another installation', async () => {
  await writeFile(file, JSON.stringify(integrationsOf(kinds)));
  await hookline(['--data', folder, '--json', 'apply', file], environment);
  const whole = (await run('export', '--with-secrets')).out;
  expect(whole).toContain('password-of-erp');
  const other = await newFolder();
  await writeFile(file, whole);
  await hookline(['--data', other, '--json', 'apply', file]);
  expect((await hookline(['--data', other, '--json', 'export', '--with-secrets'])).out).toBe(whole);
  await dropFolder(other);
});

test.each([
  ['trigger: { authentication: { kind: hmac, preset: gitlab, secret: x } }', 'preset'],
  ['trigger: { authentication: { kind: hmac, preset: github, secret: { env: NOT_SET } } }', 'secret'],
  ['trigger: { authentication: { kind: hmac, preset: github, secret: 12345678, secrets: [] } }', 'secret'],
  [
    'trigger: { authentication: { kind: basic, users: [{ user: "a:b", password: long-enough }] } }',
    'users[0].user',
  ],
  ['trigger: { authentication: { any: [{ kind: apiKeys, keys: [] }] } }', 'any'],
])('a file that says %s is refused with the path', async (line, field) => {
  await writeFile(file, `hookline: 1\nintegrations:\n  - name: Orders\n    ${line}\n`);
  const { status, err } = await run('apply', file);
  expect(status).toBe(1);
  expect(JSON.parse(err).path).toBe(`integrations[0].trigger.authentication.${field}`);
  expect(JSON.parse(err).issues.length).toBeLessThan(3);
});
