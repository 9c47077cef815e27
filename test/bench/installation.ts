import { stringify } from 'yaml';

export const benchKey = 'hk_bench_0123456789abcdefghijklmnopqrstuvwxyz';

const authentication = { kind: 'apiKeys', keys: [{ label: 'Bench', key: benchKey }] };

/** The endpoints that are measured, by the row they belong to. */
export const endpoints = {
  accept: '/bench/Accept',
  acceptAndRun: '/bench/AcceptAndRun',
  requestResponse: '/bench/RequestResponse',
} as const;

/** An installation file; the lane of `Accept` has a head that does not end, so that accepting alone is measured. */
export const benchInstallation = (): string =>
  stringify({
    hookline: 1,
    integrations: [
      {
        name: 'Accept',
        code: 'bench',
        trigger: {
          authentication,
          orderedDelivery: true,
          maxWaiting: 10_000_000,
          executionTimeoutSeconds: 86_400,
        },
        workflow: [{ name: 'wait', kind: 'delay', seconds: 80_000 }],
      },
      {
        name: 'AcceptAndRun',
        code: 'bench',
        trigger: { authentication, maxWaiting: 10_000_000 },
        workflow: [{ name: 'make', kind: 'transform', expression: '{ "id": body.id }' }],
      },
      {
        name: 'RequestResponse',
        code: 'bench',
        trigger: { authentication, requestResponse: true, concurrency: 64, maxWaiting: 10_000_000 },
        workflow: [{ name: 'make', kind: 'transform', expression: '{ "id": body.id }' }],
      },
    ],
  });
