import { createHmac } from 'node:crypto';
import { stringify } from 'yaml';

export const benchKey = 'hk_bench_0123456789abcdefghijklmnopqrstuvwxyz';

export const authentication = { kind: 'apiKeys', keys: [{ label: 'Bench', key: benchKey }] };
export const maxWaiting = 10_000_000;

/** Its head does not end, so that accepting alone is measured. */
const accept = (name: string, as: object = authentication) => ({
  name,
  code: 'bench',
  trigger: { authentication: as, maxWaiting, orderedDelivery: true, executionTimeoutSeconds: 86_400 },
  workflow: [{ name: 'wait', kind: 'delay', seconds: 80_000 }],
});

const run = (name: string, trigger: object) => ({
  name,
  code: 'bench',
  trigger: { authentication, maxWaiting, ...trigger },
  workflow: [{ name: 'make', kind: 'transform', expression: '{ "id": body.id }' }],
});

const userOfBench = { user: 'bench', password: 'password-of-the-bench' };
const secretOfBench = 'secret-of-the-bench-of-more-than-32-characters';

/** Each kind of authentication, with what a call of it carries for a body. */
export const kinds = {
  keyless: { authentication: { kind: 'none' }, credentials: () => ({}) },
  apiKey: { authentication, credentials: () => ({ 'x-api-key': benchKey }) },
  basic: {
    authentication: { kind: 'basic', users: [userOfBench] },
    credentials: () => ({
      authorization: `Basic ${Buffer.from(`${userOfBench.user}:${userOfBench.password}`).toString('base64')}`,
    }),
  },
  hmac: {
    authentication: { kind: 'hmac', preset: 'github', secret: secretOfBench },
    credentials: (body: string) => ({
      'x-hub-signature-256': `sha256=${createHmac('sha256', secretOfBench).update(body).digest('hex')}`,
    }),
  },
  jwt: {
    authentication: { kind: 'jwt', algorithms: ['HS256'], keys: [{ label: 'Bench', key: secretOfBench }] },
    credentials: () => ({ authorization: `Bearer ${tokenOf({ sub: 'bench', exp: inADay() })}` }),
  },
} satisfies Record<string, { authentication: object; credentials(body: string): Record<string, string> }>;

export type BenchKind = keyof typeof kinds;

const inADay = (): number => Math.floor(Date.now() / 1_000) + 86_400;

function tokenOf(payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256' })}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secretOfBench).update(signed).digest('base64url')}`;
}

export const pathOf = (name: string): string => `/bench/${name}`;

const laneNames = Array.from({ length: 8 }, (_, at) => `Lane${at}`);
const manyNames = Array.from({ length: 200 }, (_, at) => `Accept${at}`);

/** The endpoints that are measured, by what they are for. */
export const paths = {
  bare: [pathOf('Bare')],
  accept: [pathOf('Accept')],
  acceptAndRun: [pathOf('AcceptAndRun')],
  requestResponse: [pathOf('RequestResponse')],
  lanes: laneNames.map(pathOf),
  many: manyNames.map(pathOf),
  bombs: [pathOf('Bombs')],
} as const;

/** An installation file with these integrations. */
const installation = (integrations: readonly object[]): string => stringify({ hookline: 1, integrations });

export const usualInstallation = (): string =>
  installation([
    accept('Accept'),
    run('AcceptAndRun', { concurrency: 16 }),
    run('RequestResponse', { concurrency: 64, requestResponse: true }),
  ]);

/** Ordered lanes whose every call runs one `transform`. */
export const lanesInstallation = (): string =>
  installation(laneNames.map((name) => run(name, { orderedDelivery: true })));

export const manyInstallation = (): string => installation(manyNames.map((name) => accept(name)));

/** One integration for each kind of authentication, under the kind's name. */
export const kindsInstallation = (): string =>
  installation(Object.entries(kinds).map(([name, { authentication: as }]) => accept(name, as)));

/** One after the other, all that a workflow can do to a thread: a loop, memory, recursion, a regular expression. */
const bombs = [
  { kind: 'javascript', code: 'for (;;) {}' },
  { kind: 'javascript', code: 'const all = []; for (;;) all.push(new Array(10000).fill({}))' },
  { kind: 'javascript', code: 'const f = () => f() + 1; return f()' },
  { kind: 'transform', expression: `$match("${'a'.repeat(60)}!", /^(a+)+$/)` },
].map((bomb, at) => ({ ...bomb, name: `bomb${at}`, timeoutSeconds: 1, onError: 'continue' }));

/** Calls that are answered, and a lane of others that are bombs. */
export const bombsInstallation = (): string =>
  installation([
    run('RequestResponse', { concurrency: 64, requestResponse: true }),
    {
      name: 'Bombs',
      code: 'bench',
      trigger: { authentication, maxWaiting, orderedDelivery: true },
      workflow: bombs,
    },
  ]);
