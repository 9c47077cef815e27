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
  expect(err).toMatch(/^hookline: integrations\[1\]\.trigger\.orderedDelivery\.by: .*\n$/);
  expect(JSON.parse((await run('integrations')).out)).toEqual([]);
});
