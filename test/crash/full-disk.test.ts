// A disk that fills up: callers are told before anything breaks, what runs is put on disk all the same, and calls
// are taken again once there is room.
import { request as httpRequest } from 'node:http';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallSummary } from '#shared/model/call.ts';
import type { HostStatus } from '#shared/model/setting.ts';
import type { ApartService } from '#test/support/apart.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer, type Peer } from '#test/support/peer.ts';
import { until } from '#test/support/runtime.ts';
import { fill, serveOnMount, tmpfs, whyNoMounts } from '#test/support/small-disk.ts';

let home: string;
let peer: Peer;
let release: () => void;
let service: ApartService | null = null;
const data = () => join(home, 'data');

beforeEach(async () => {
  home = await newFolder();
  await mkdir(data());
  const released = new Promise<void>((resolve) => (release = resolve));
  peer = await startPeer(({ url }) => (url === '/held' ? released.then(() => ({})) : {}));
  const trigger = { authentication: { kind: 'none' } };
  const send = (path: string) => [{ name: 'send', kind: 'httpRequest', url: peer.url + path }];
  const integrations = [
    { name: 'Held', code: 'aaaaa', trigger: { ...trigger, orderedDelivery: true }, workflow: send('/held') },
    {
      name: 'Answer',
      code: 'aaaaa',
      trigger: { ...trigger, requestResponse: true },
      workflow: send('/held'),
    },
    { name: 'Side', code: 'aaaaa', trigger: { ...trigger, concurrency: 20 }, workflow: send('/held') },
    { name: 'Quick', code: 'aaaaa', trigger, workflow: send('/') },
  ];
  await writeFile(join(home, 'apply.json'), JSON.stringify({ hookline: 1, integrations }));
});
afterEach(async () => {
  service?.signal('SIGKILL');
  await service?.ended;
  service = null;
  await peer.close();
  await dropFolder(home);
});

const start = (mount: string) =>
  (service = serveOnMount(data(), mount, ['--apply', join(home, 'apply.json')]));

async function ask<T>(path: string): Promise<T> {
  const { adminUrl, adminToken } = await service!.ready;
  const answer = await fetch(`${adminUrl}/api${path}`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  return (await answer.json()) as T;
}
const alarms = async () => (await ask<HostStatus>('/status')).alarms.map(({ code }) => code);
const send = async (name: string, body = 'x') =>
  fetch(`${(await service!.ready).webhookUrl}/aaaaa/${name}`, { method: 'POST', body });
const codeOf = async (answer: Response) => ((await answer.json()) as { type: string }).type.split(':').at(-1);
const states = async () =>
  (await ask<{ calls: CallSummary[] }>('/calls?limit=1000')).calls.map(
    ({ id, state }) => [id, state] as const,
  );

describe.skipIf(whyNoMounts !== null)('a disk that fills up', () => {
  it('F08: refuses calls with 503, lets what runs end on disk, and takes calls again when there is room', async () => {
    const { folder, ready } = start(tmpfs('size=16m'));
    await ready;
    const reserve = join(folder, 'reserve.bin');
    await until(
      () => stat(reserve).catch(() => null),
      (kept) => kept !== null && kept.size > 100_000 && kept.blocks * 512 >= kept.size,
    );
    const accepted = [(await send('Held')).headers.get('x-call-id')];
    await until(
      () => peer.received.length,
      (count) => count === 1,
    );

    await fill(join(folder, 'filler'));
    // The bodies take more than what the log has left of its last size.
    for (let sent = 0; sent < 40; sent++) {
      const answer = await send('Quick', 'x'.repeat(100_000));
      if (answer.status === 202) accepted.push(answer.headers.get('x-call-id'));
      else expect(answer.status).toBe(503);
    }
    const refused = await send('Quick');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await codeOf(refused)).toBe('storage_full');
    expect((await send('Quick', 'x'.repeat(400_000))).status).toBe(503);
    await until(
      () => readdir(join(folder, 'blobs/tmp')),
      ({ length }) => length === 0,
    );
    await until(alarms, (codes) => codes.includes('disk_full'));

    // The reserve has been given up by now, and its room is for this.
    release();
    await until(states, (calls) => calls.some(([id, state]) => id === accepted[0] && state === 'succeeded'));
    expect((await send('Quick')).status).toBe(503);

    await rm(join(folder, 'filler'));
    const again = await until(
      () => send('Quick'),
      ({ status }) => status === 202,
    );
    accepted.push(again.headers.get('x-call-id'));
    await until(alarms, (codes) => !codes.includes('disk_full'));
    await until(states, (calls) => calls.every(([, state]) => state === 'succeeded' || state === 'refused'));
    const kept = (await states()).filter(([, state]) => state !== 'refused').map(([id]) => id);
    expect(kept).toHaveLength(accepted.length);
    expect(new Set(kept)).toEqual(new Set(accepted));
    await until(
      () => stat(reserve).catch(() => null),
      (made) => made !== null,
    );
    service!.signal('SIGTERM');
    expect((await service!.ended).status).toBe(0);
  });

  it('F09: keeps what runs to its end in memory where even the reserve is used up, and puts it down when there is room', async () => {
    const { folder, ready, complaints } = start(tmpfs('size=16m'));
    await ready;
    const held = 20;
    const answer = send('Answer');
    for (let sent = 0; sent < held; sent++) expect((await send('Side')).status).toBe(202);
    await until(
      () => peer.received.length,
      (count) => count === held + 1,
    );
    await fill(join(folder, 'filler'));
    expect((await send('Quick', 'x'.repeat(100_000))).status).toBe(503);
    await until(alarms, (codes) => codes.includes('disk_full'));
    // The reserve too, where there was one by now.
    await fill(join(folder, 'filler'));

    release();
    expect(await codeOf(await answer)).toBe('storage_failed');
    const told = () => complaints().match(/the end of an attempt cannot be stored/g)?.length ?? 0;
    await until(told, (count) => count >= 5);
    // Each of them tries again after a second; a line for each time would fill the disk as well.
    await sleep(1_500);
    expect(told()).toBeLessThan(held);

    await rm(join(folder, 'filler'));
    const ofHeld = async () => (await states()).filter(([, state]) => state !== 'refused');
    const ends = await until(ofHeld, (calls) => calls.every(([, state]) => state === 'succeeded'));
    expect([ends.length, peer.received.length]).toEqual([held + 1, held + 1]);
    service!.signal('SIGTERM');
    expect((await service!.ended).status).toBe(0);
  });

  it('F11: refuses a body whose file has no room while it is written, and leaves nothing of it', async () => {
    const { folder, ready } = start(tmpfs('size=16m'));
    const { webhookUrl } = await ready;
    const request = httpRequest(`${webhookUrl}/aaaaa/Quick`, {
      method: 'POST',
      headers: { 'content-length': 6_000_000 },
    });
    // It may be answered before it has all been taken.
    request.on('error', () => undefined);
    const answered = new Promise<number | undefined>((resolve) =>
      request.once('response', (answer) => resolve(answer.resume().statusCode)),
    );
    request.write(Buffer.alloc(1_000_000));
    const begun = () => readdir(join(folder, 'blobs/tmp'));
    await until(begun, ({ length }) => length === 1);
    await fill(join(folder, 'filler'));
    request.end(Buffer.alloc(5_000_000));
    expect(await answered).toBe(503);
    await until(begun, ({ length }) => length === 0);
    await rm(join(folder, 'filler'));
    await until(
      () => send('Quick'),
      ({ status }) => status === 202,
    );
    const kept = (await states()).filter(([, state]) => state !== 'refused');
    expect(kept).toHaveLength(1);
    expect(
      (await readdir(join(folder, 'blobs'), { recursive: true })).filter((name) => name !== 'tmp'),
    ).toEqual([]);
  });

  it('F13: refuses calls where the volume has no more names, and takes them again', async () => {
    const { folder, ready } = start(tmpfs('size=16m,nr_inodes=80'));
    await ready;
    expect((await send('Quick')).status).toBe(202);
    await mkdir(join(folder, 'many'));
    for (let at = 0; at < 80; at++)
      await writeFile(join(folder, 'many', String(at)), '').catch(() => undefined);
    await until(
      () => send('Quick'),
      ({ status }) => status === 503,
    );
    await until(alarms, (codes) => codes.includes('disk_full'));
    await rm(join(folder, 'many'), { recursive: true });
    await until(
      () => send('Quick'),
      ({ status }) => status === 202,
    );
  });

  it('F12: starts on a full disk and says why it takes no calls', async () => {
    // Full but for less than the hard stop, which leaves room to start in.
    const { ready } = start(`${tmpfs('size=16m')} && head -c 16000000 /dev/zero > "$1/filler"`);
    await ready;
    const answer = await send('Quick');
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'storage_full']);
    expect((await ask<HostStatus>('/status')).alarms[0]?.text).toMatch(/^The disk is full: 0 MiB left\./);
  });

  it('F14: ends with 74 where the folder is on a volume that cannot be written', async () => {
    start('mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"');
    const { status, complaints } = await service!.ended;
    expect([status, complaints]).toEqual([74, expect.stringContaining('cannot be written') as string]);
  });
});
