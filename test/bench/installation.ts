import { stringify } from 'yaml';

export const benchKey = 'hk_bench_0123456789abcdefghijklmnopqrstuvwxyz';

const authentication = { kind: 'apiKeys', keys: [{ label: 'Bench', key: benchKey }] };
const maxWaiting = 10_000_000;

/** Its head does not end, so that accepting alone is measured. */
const accept = (name: string) => ({
  name,
  code: 'bench',
  trigger: { authentication, maxWaiting, orderedDelivery: true, executionTimeoutSeconds: 86_400 },
  workflow: [{ name: 'wait', kind: 'delay', seconds: 80_000 }],
});

const run = (name: string, trigger: object) => ({
  name,
  code: 'bench',
  trigger: { authentication, maxWaiting, ...trigger },
  workflow: [{ name: 'make', kind: 'transform', expression: '{ "id": body.id }' }],
});

const pathOf = (name: string): string => `/bench/${name}`;

const laneNames = Array.from({ length: 8 }, (_, at) => `Lane${at}`);
const manyNames = Array.from({ length: 200 }, (_, at) => `Accept${at}`);

/** The endpoints that are measured, by what they are for. */
export const paths = {
  accept: [pathOf('Accept')],
  acceptAndRun: [pathOf('AcceptAndRun')],
  requestResponse: [pathOf('RequestResponse')],
  lanes: laneNames.map(pathOf),
  many: manyNames.map(pathOf),
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

export const manyInstallation = (): string => installation(manyNames.map(accept));
