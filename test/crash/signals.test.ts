// What an operator, a shell or the system does to the process while calls come in.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveOn } from '#test/main/headless/command-line.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer, type Peer } from '#test/support/peer.ts';
import { ended, startRuntime, until, withInstallation } from '#test/support/runtime.ts';
import { canPreload } from './shim/build-shim.ts';
import { createClock } from './shim/clock.ts';

type Service = Awaited<ReturnType<typeof serveOn>>;

let home: string;
let data: string;
let peer: Peer;
let service: Service | null = null;
beforeEach(async () => {
  home = await newFolder();
  data = join(home, 'data');
  await mkdir(data);
  peer = await startPeer(() => sleep(30, {}));
  const trigger = { authentication: { kind: 'none' } };
  const send = [
    { name: 'send', kind: 'httpRequest', method: 'POST', url: peer.url, body: { from: 'call.id' } },
  ];
  const integrations = [
    { name: 'Side', code: 'aaaaa', trigger, workflow: send },
    { name: 'Order', code: 'aaaaa', trigger: { ...trigger, orderedDelivery: true }, workflow: send },
    { name: 'Answer', code: 'aaaaa', trigger: { ...trigger, requestResponse: true }, workflow: send },
    {
      name: 'Rest',
      code: 'aaaaa',
      trigger: { ...trigger, requestResponse: true },
      workflow: [
        { name: 'begin', kind: 'httpRequest', url: `${peer.url}/rest` },
        { name: 'rest', kind: 'delay', seconds: 1 },
      ],
    },
    {
      name: 'Long',
      code: 'aaaaa',
      trigger,
      workflow: [{ name: 'hold', kind: 'delay', seconds: 60 }],
    },
  ];
  await writeFile(join(home, 'apply.json'), JSON.stringify({ hookline: 1, integrations }));
});
afterEach(async () => {
  service?.kill();
  await service?.ended;
  service = null;
  await peer.close();
  await dropFolder(home);
});

async function start(environment: Readonly<Record<string, string>> = {}): Promise<Service> {
  service = await serveOn(data, ['--apply', join(home, 'apply.json')], environment);
  return service;
}

const hourMs = 3_600_000;
const names = ['Side', 'Order', 'Answer'] as const;

/** Sends on and on from several sides until the service is gone; gives the ids that were acknowledged. */
function flood({ ready }: Service) {
  const acknowledged: string[] = [];
  let over = false;
  const sending = names.flatMap((name) =>
    [1, 2, 3].map(async () => {
      while (!over) {
        const answer = await fetch(`${ready.webhookUrl}/aaaaa/${name}`, { method: 'POST' }).catch(() => null);
        if (answer === null) await sleep(10);
        else if (answer.status === 200 || answer.status === 202)
          acknowledged.push(answer.headers.get('x-call-id')!);
        await answer?.arrayBuffer().catch(() => null);
      }
    }),
  );
  return {
    acknowledged,
    async end() {
      over = true;
      await Promise.all(sending);
    },
  };
}

/** The next life brings each of them to its end; gives how often each was run. */
async function runsOf(ids: readonly string[]): Promise<number[]> {
  const at = await startRuntime(data, { drainMs: 100 });
  expect((await at.client.host.status()).recovery).toBeNull();
  for (const id of ids) expect((await ended(at.client, id)).state).toBe('succeeded');
  await at.stop();
  return ids.map((id) => peer.received.filter(({ body }) => body === id).length);
}

const many = (acknowledged: readonly string[]) =>
  until(
    () => acknowledged.length,
    (length) => length >= 60,
  );

describe('under load', () => {
  it('F04: SIGTERM: what runs ends, what waits is left to the next life, nothing is lost and nothing runs twice', async () => {
    const at = await start();
    const load = flood(at);
    await many(load.acknowledged);
    const { status } = await at.stop();
    await load.end();
    expect(status).toBe(0);
    expect(new Set(await runsOf(load.acknowledged))).toEqual(new Set([1]));
  });

  it('F05: a second SIGTERM ends it at once, and the next life makes up for it', async () => {
    const at = await start();
    // Longer than anybody waits here.
    await fetch(`${at.ready.webhookUrl}/aaaaa/Long`, { method: 'POST' });
    const load = flood(at);
    await many(load.acknowledged);
    at.signal('SIGTERM');
    // The same keystroke may come twice; and where the first has not been heard yet, this is one.
    const again = setInterval(() => at.signal('SIGTERM'), 700);
    const { status } = await at.ended;
    clearInterval(again);
    expect(status).toBe(1);
    await load.end();
    expect(await runsOf(load.acknowledged)).not.toContain(0);
  });

  it('F06: SIGSTOP and SIGCONT: all goes on, and nothing runs twice', async () => {
    const at = await start();
    const load = flood(at);
    await many(load.acknowledged);
    at.signal('SIGSTOP');
    const before = load.acknowledged.length;
    await sleep(1_000);
    at.signal('SIGCONT');
    await until(
      () => load.acknowledged.length,
      (length) => length > before + 20,
    );
    expect((await at.stop()).status).toBe(0);
    await load.end();
    expect(new Set(await runsOf(load.acknowledged))).toEqual(new Set([1]));
  });

  it.runIf(canPreload)(
    'F54: a machine that sleeps for eight hours: who waits is answered, all goes on, nothing runs twice and no time is out of bounds',
    async () => {
      const clock = createClock(join(home, 'clock'));
      const at = await start(clock.environment);
      const load = flood(at);
      await many(load.acknowledged);
      const answer = fetch(`${at.ready.webhookUrl}/aaaaa/Rest`);
      await until(
        () => peer.received.some(({ url }) => url === '/rest'),
        (isBegun) => isBegun,
      );
      // Asleep, the wall clock goes on and the monotonic one does not.
      at.signal('SIGSTOP');
      clock.setAheadMs(8 * hourMs);
      await sleep(200);
      at.signal('SIGCONT');
      const before = load.acknowledged.length;
      expect((await answer).status).toBe(204);
      await until(
        () => load.acknowledged.length,
        (length) => length > before + 20,
      );
      await load.end();
      expect((await at.stop()).status).toBe(0);
      expect(new Set(await runsOf(load.acknowledged))).toEqual(new Set([1]));
      const { calls } = await withInstallation(data, (client) => client.calls.list({ limit: 1_000 }));
      const times = calls.flatMap(({ waitMs, runMs, totalMs }) => [waitMs ?? 0, runMs ?? 0, totalMs ?? 0]);
      expect(times.length).toBeGreaterThan(3 * 80);
      expect(times.filter((ms) => ms < 0 || ms > hourMs)).toEqual([]);
    },
  );

  it.runIf(process.platform === 'linux')(
    'F07: no more memory is given: it dies in the middle, and the next life makes up for it',
    async () => {
      const at = await start();
      const load = flood(at);
      await many(load.acknowledged);
      const status = readFileSync(`/proc/${at.ready.pid}/status`, 'utf8');
      const kibibytes = Number(/VmSize:\s+(\d+)/.exec(status)?.[1]);
      execFileSync('prlimit', ['--pid', String(at.ready.pid), `--as=${kibibytes * 1024}`]);
      expect((await at.ended).status).not.toBe(0);
      await load.end();
      expect(await runsOf(load.acknowledged)).not.toContain(0);
    },
  );
});
