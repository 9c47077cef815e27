// A disk that fails, fills up or is taken away. Nobody is told 202 for what is not there, the service ends with 70 where
// it can no longer know what the disk holds, and its next life has all that was promised.
import { cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveOn, startHookline } from '#test/main/headless/command-line.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { between, createRandom, seedOf } from '#test/support/random.ts';
import { create, draft, ended, startRuntime } from '#test/support/runtime.ts';
import { startLife } from './ledger/life.ts';
import { deadlyCall, mutantEnvironment } from './ledger/mutants.ts';
import { canPreload, preload } from './shim/build-shim.ts';

let root: string;
let template: string;
let path: string;
beforeAll(async () => {
  root = await newFolder();
  template = join(root, 'template');
  await mkdir(template);
  const at = await startRuntime(template);
  path = new URL((await create(at, draft('Orders'))).address).pathname;
  await at.stop();
});
afterAll(() => dropFolder(root));

let data: string;
beforeEach(async () => {
  data = join(await mkdtemp(join(root, 'test-')), 'data');
  await cp(template, data, { recursive: true });
});

interface Heard {
  /** null: cut off. */
  readonly status: number | null;
  readonly id: string | null;
}
const send = (url: string, body = 'x'): Promise<Heard> =>
  fetch(url + path, { method: 'POST', body }).then(
    ({ status, headers }) => ({ status, id: headers.get('x-call-id') }),
    () => ({ status: null, id: null }),
  );
const acceptedOf = (heard: readonly Heard[]): string[] =>
  heard.flatMap(({ status, id }) => (status === 202 && id !== null ? [id] : []));

/** The next life, on a sound disk, runs each of these once more or has run it, and ends cleanly. */
async function expectKept(ids: readonly string[]): Promise<void> {
  const at = await startRuntime(data);
  expect((await at.client.host.status()).recovery).toBeNull();
  for (const id of ids) expect((await ended(at.client, id)).state).toBe('succeeded');
  await at.stop();
}

describe.runIf(canPreload)('a disk', () => {
  const mark = () => join(data, '../mark');
  const fault = (what: Readonly<Record<string, string>>) => ({
    ...preload(['fault']),
    FAULT_DIR: data,
    FAULT_MARK: mark(),
    ...what,
  });
  const struck = () => readFile(mark(), 'utf8').catch(() => null);

  /** From the start to the end of a short life there are about thirty; SWEEP=all tries each. */
  const syncs = 30;
  const seed = seedOf();
  const random = createRandom(seed);
  const tried =
    process.env.SWEEP === 'all'
      ? Array.from({ length: syncs }, (_, at) => at + 1)
      : Array.from({ length: 5 }, () => between(random, 1, syncs));

  it.each(tried)(
    `F16: that fails sync %i: no 202 that is not kept, an end with 70, and a clean next life (SEED=${seed})`,
    async (nth) => {
      const environment = fault({ FAULT_OP: 'sync', FAULT_AT: String(nth), FAULT_HOW: 'EIO' });
      const ports = ['--port', '0', '--admin-port', '0'];
      const service = startHookline(['--data', data, 'serve', '--json', ...ports], environment);
      const ready = await service.firstLine().catch(() => null);
      const heard: Heard[] = [];
      if (ready !== null) {
        const { webhookUrl } = JSON.parse(ready) as { webhookUrl: string };
        for (const body of ['a', 'b', 'x'.repeat(300_000)])
          heard.push(...(await Promise.all([1, 2].map(() => send(webhookUrl, body)))));
        service.child.kill('SIGTERM');
      }
      const { status } = await service.ended;
      expect([202, 503, null]).toEqual(expect.arrayContaining(heard.map((one) => one.status)));
      const where = await struck();
      // A folder's sync is also SQLite's, and a large body that finds no disk is refused by itself.
      if (where !== null && /\.db(-wal)?$/.test(where)) expect([where, status]).toEqual([where, 70]);
      else expect([0, 70]).toContain(status);
      await expectKept(acceptedOf(heard));
    },
  );

  it('F10: that has no room for a checkpoint: calls are taken all the same, and the log is brought home by the next life', async () => {
    const full = { FAULT_FILE: '/queue.db', FAULT_OP: 'write', FAULT_AT: '1', FAULT_AGAIN: '1' };
    const life = await startLife(data, fault({ ...full, FAULT_HOW: 'ENOSPC' }));
    const heard: Heard[] = [];
    // More than the size at which SQLite begins to bring its log home.
    for (let sent = 0; sent < 40; sent++) heard.push(await send(life.url, 'x'.repeat(200_000)));
    expect(acceptedOf(heard)).toHaveLength(40);
    expect(await struck()).toContain('/queue.db');
    expect(await life.end('SIGTERM')).toBe(0);
    expect((await stat(join(data, 'queue.db-wal'))).size).toBeGreaterThan(8_000_000);
    await expectKept(acceptedOf(heard));
    expect((await stat(join(data, 'queue.db'))).size).toBeGreaterThan(8_000_000);
  });
});

it('F15: a folder that is deleted under the service: it ends with 70 and says so', async () => {
  const service = await serveOn(data);
  expect((await send(service.ready.webhookUrl)).status).toBe(202);
  // What it writes meanwhile may be in the way once.
  await rm(data, { recursive: true, maxRetries: 10 });
  const { status, err } = await service.ended;
  expect([status, err]).toEqual([70, expect.stringContaining(`${data} `) as string]);
});

it('F39: a writing thread that dies: everybody who waits is told 503, the service ends with 70, and what it acknowledged is kept', async () => {
  const service = await serveOn(data, [], await mutantEnvironment('writer-dies'));
  const heard: Heard[] = [];
  for (let sent = 0; heard.every(({ status }) => status === 202) && sent < 10; sent++)
    heard.push(...(await Promise.all([1, 2, 3].map(() => send(service.ready.webhookUrl)))));
  expect(heard.map(({ status }) => status)).toContain(503);
  expect((await service.ended).status).toBe(70);
  await expectKept(acceptedOf(heard));
});

it('F39: a reading thread that dies: who looks is told 503 and has an answer the next time, calls are taken all along, and a second death soon after ends the service with 70', async () => {
  const service = await serveOn(data, [], await mutantEnvironment('reader-dies'));
  const { webhookUrl, adminUrl, adminToken } = service.ready;
  const look = async (address: string) => {
    const headers = { authorization: `Bearer ${adminToken}` };
    return (await fetch(`${adminUrl}/api${address}`, { headers })).status;
  };
  const heard = [await send(webhookUrl)];
  expect(await look(`/calls/${deadlyCall}`)).toBe(503);
  expect(await look('/calls')).toBe(200);
  heard.push(await send(webhookUrl));
  expect(await look(`/calls/${deadlyCall}`)).toBe(503);
  const { status, err } = await service.ended;
  expect([status, err]).toEqual([70, expect.stringContaining('a thread of the store ended') as string]);
  expect(acceptedOf(heard)).toHaveLength(2);
  await expectKept(acceptedOf(heard));
});
