// What people are told after the process was killed: what that cut off, and nothing twice.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { type Service, startService } from '#test/support/service.ts';
import { until } from '#test/support/runtime.ts';

let folder: string;
let peer: Peer;
let service: Service;
afterEach(async () => {
  await service.stop();
  await peer.close();
  await dropFolder(folder);
});

const trigger = { authentication: { kind: 'none' } };
const file = (url: string) => ({
  hookline: 1,
  environment: [{ name: 'HOOK', secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` }],
  integrations: [
    { name: 'Failing', code: 'fails', trigger, workflow: [{ name: 'no', kind: 'fail', status: 500 }] },
    {
      name: 'Slow',
      code: 'slows',
      trigger: { ...trigger, requestResponse: { timeoutSeconds: 60 } },
      workflow: [{ name: 'wait', kind: 'delay', seconds: 60 }],
    },
  ],
  notifications: [
    {
      name: 'Failed',
      kind: 'failedCall',
      quietMinutes: 0,
      channels: [{ kind: 'webhook', url, secret: 'HOOK' }],
    },
  ],
});

async function api(path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${service.adminUrl}/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return answer.json();
}

interface Channel {
  readonly waiting: readonly unknown[];
  readonly lastSentMs: number | null;
}
const isDelivered = ({ waiting, lastSentMs }: Channel) => waiting.length === 0 && lastSentMs !== null;
function channelsOnDisk(): Channel[] {
  const db = new Database(join(folder, 'queue.db'), { readonly: true });
  try {
    const documents = db.prepare("SELECT document FROM notifications WHERE kind = 'channel'").pluck().all();
    return documents.map((document) => JSON.parse(document as string) as Channel);
  } finally {
    db.close();
  }
}

const texts = () =>
  peer.received.map(({ body }) => (JSON.parse(body) as { data: { text: string; place: string } }).data);

test('after a kill the calls that it cut off are told, and what was told is not told again', async () => {
  folder = await newFolder();
  peer = await startPeer();
  service = await startService({ data: folder });
  await api('/installation/apply', { file: file(peer.url) });
  await fetch(`${service.webhookUrl}/fails/Failing`, { method: 'POST' });
  await until(texts, ({ length }) => length === 1);
  // Its delivery is kept before the next word.
  await until(
    async () => JSON.stringify(await api('/notifications/rules')),
    (rules) => /"lastSentAt":"/.test(rules),
  );
  void fetch(`${service.webhookUrl}/slows/Slow`, { method: 'POST' }).catch(() => undefined);
  await until(
    async () => JSON.stringify(await api('/lanes')),
    (lanes) => lanes.includes('"running":1'),
  );
  // What is not known to be delivered is delivered again.
  await until(channelsOnDisk, (all) => all.length === 1 && all.every(isDelivered));
  await service.kill();
  service = await startService({ data: folder });
  await until(texts, ({ length }) => length >= 2);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(texts().map(({ text, place }) => [text, place.replace(/[-0-9a-f]{36}/, '<id>')])).toEqual([
    ['A call of Failing failed', '/calls/<id>'],
    ['A call failed', '/calls?state=failed&state=interrupted'],
  ]);
});
