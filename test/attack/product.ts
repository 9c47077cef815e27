import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime } from '#test/support/runtime.ts';
import { maxBodyBytes } from '#test/main/webhook/open-edge.ts';

export interface Product extends TestRuntime {
  readonly port: number;
  close(): Promise<void>;
}

/** The whole product with an endpoint for each kind of attack, all of them below `/t37ed`. */
export async function openProduct(): Promise<Product> {
  const at = await startRuntime(await newFolder(), { drainMs: 100 });
  const settings = await at.client.host.settings();
  await at.client.host.saveSettings({ ...settings, publicBaseUrl: 'https://hooks.example.com' });
  const rests = { workflow: [{ name: 'rest', kind: 'delay' as const, seconds: 600 }] };
  const erp = { label: 'ERP', key: 'key-of-the-erp' };
  const keyed = [
    erp,
    { label: 'Old', key: 'key-of-the-old', enabled: false },
    { label: 'Past', key: 'key-of-the-past', expiresAt: '2020-01-01T00:00:00.000Z' },
  ];
  const drafts = [
    // The one of the edge's own table.
    draft('Orders', { authentication: { kind: 'none', exposed: true }, maxBodyBytes }),
    draft('Keyed', { authentication: { kind: 'apiKeys', keys: keyed } }),
    draft('Shop', { authentication: { kind: 'apiKeys', keys: [{ label: 'Shop', key: 'key-of-the-shop' }] } }),
    draft('InQuery', { authentication: { kind: 'apiKeys', keys: [erp] }, keyInQuery: true }),
    draft(
      'Echo',
      { requestResponse: true },
      { dataProcessing: '{ "query": query, "body": body, "isRead": $not($exists(bodyError)) }' },
    ),
    draft('Once', { idempotency: { header: 'Idempotency-Key' } }),
    draft('Full', { orderedDelivery: true, maxWaiting: 1 }, rests),
    draft('Rated', { rateLimit: { calls: 1, perSeconds: 3_600 } }),
  ];
  for (const one of drafts) await create(at, { ...one, code: 't37ed' });
  return {
    ...at,
    port: Number(new URL(at.url).port),
    async close() {
      await at.stop();
      await dropFolder(at.folder);
    },
  };
}
