// A machine that has too little of something: the service refuses what it cannot do, lives on, and recovers by itself.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '#shared/contract/index.ts';
import { startChild, type ChildService } from '#test/support/child-service.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { openRaw, type RawSocket } from '#test/support/raw-socket.ts';
import { draft, ended, until, withInstallation } from '#test/support/runtime.ts';
import { whyNoMounts } from '#test/support/small-disk.ts';
import { preload } from './shim/build-shim.ts';

const started: ChildService[] = [];
async function start(...given: Parameters<typeof startChild>): Promise<ChildService> {
  const service = await startChild(...given);
  started.push(service);
  return service;
}

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await newFolder();
  path = await withInstallation(folder, createIntegrations);
});
afterEach(async () => {
  for (const service of started.splice(0)) await service.kill();
  await dropFolder(folder);
});

/** Gives the path of the one that has nothing to do. */
async function createIntegrations(client: Client): Promise<string> {
  const { integration } = await client.integrations.create({ draft: draft('Strained') });
  const asks = {
    ...draft(
      'Names',
      { requestResponse: true, concurrency: 20 },
      { workflow: [{ name: 'ask', kind: 'httpRequest', url: 'http://nowhere.example/', timeoutSeconds: 2 }] },
    ),
    code: integration.code,
  };
  await client.integrations.create({ draft: asks });
  const slow = draft('Slow', {}, { workflow: [{ name: 'wait', kind: 'delay', seconds: 2 }] });
  await client.integrations.create({ draft: { ...slow, code: integration.code } });
  // It holds its thread until that is ended, but only where it is asked to.
  const bomb = draft(
    'Bomb',
    { requestResponse: { timeoutSeconds: 2 }, executionTimeoutSeconds: 2 },
    { dataProcessing: 'body = "bomb" ? $match($pad("", 60, "a") & "!", /^(a+)+$/)' },
  );
  await client.integrations.create({ draft: { ...bomb, code: integration.code } });
  return `/${integration.code}/${integration.name}`;
}

it('F18: a disk that takes more than two seconds for each sync: no 202 before it, and 503 for those who would pile up', async () => {
  const env = {
    ...preload(['fault']),
    FAULT_DIR: folder,
    FAULT_FILE: 'queue.db-wal',
    FAULT_SYNC_MS: '4000',
  };
  const service = await start(folder, { env });
  let accepted: number | null = null;
  const first = fetch(service.url + path).then(({ status }) => (accepted = status));
  // Asked on and on, what is accepted meanwhile is in the next commit.
  const refused = await until(
    async () =>
      (await fetch(service.url + path, { signal: AbortSignal.timeout(100) }).catch(() => null))?.status,
    (status) => status === 503,
  );
  expect([refused, accepted]).toEqual([503, null]);
  expect(await first).toBe(202);
  await until(
    async () => (await fetch(service.url + path)).status,
    (status) => status === 202,
  );
  await service.kill();
});

it('F37: no more open files: those who are connected are served, and others again when there are some', async () => {
  const service = await start(folder, { openFiles: 90 });
  const { port } = new URL(service.url);
  const connected = openRaw(Number(port));
  const call = async (name: string) => {
    const address = path.replace('Strained', name);
    connected.send(`GET ${address} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const answer = await connected.answer();
    expect(answer?.status).toBe(202);
    return (JSON.parse(answer!.body) as { callId: string }).callId;
  };
  const accepted = [await call('Strained'), await call('Slow')];
  const many: RawSocket[] = Array.from({ length: 300 }, () => openRaw(Number(port)));
  const shed = many.map((socket) => socket.ended.then(() => 'shed'));
  expect(await Promise.race(shed)).toBe('shed');
  // The thread that there is has something to do, and a second one cannot begin.
  for (let sent = 0; sent < 3; sent++) accepted.push(await call('Strained'));
  for (const socket of [connected, ...many]) socket.close();
  await until(
    () =>
      fetch(service.url + path).then(
        ({ status }) => status,
        () => null,
      ),
    (status) => status === 202,
  );
  expect(await service.end()).toBe(0);
  const calls = await withInstallation(folder, async (client) => (await client.calls.list({})).calls);
  const ends = calls.filter(({ id }) => accepted.includes(id)).map(({ state, attempt }) => [state, attempt]);
  expect(ends).toEqual(accepted.map(() => ['succeeded', 1]));
});

/** No limit on processes holds for root. */
const nobody = process.getuid?.() === 0 ? 65_534 : undefined;

it.runIf(process.platform === 'linux').each(['nofile', 'nproc'])(
  'not one run worker, and none can begin for want of %s: accepted calls wait for one, and all succeed',
  async (limit) => {
    if (nobody !== undefined) execFileSync('chown', ['-R', `${nobody}`, folder]);
    const service = await start(folder, { user: nobody });
    const mayHave = (count: number) =>
      execFileSync('prlimit', ['--pid', `${service.pid}`, `--${limit}=${count}:`], { uid: nobody });
    const bomb = path.replace('Strained', 'Bomb');
    // The run worker that there is has begun.
    await until(
      async () => (await fetch(service.url + bomb)).status,
      (status) => status === 204,
    );
    const [culprit, connected] = [0, 1].map(() => openRaw(Number(new URL(service.url).port)));
    const call = async () => {
      connected!.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      const answer = await connected!.answer();
      return (JSON.parse(answer!.body) as { callId: string }).callId;
    };
    const accepted = [await call()];
    culprit!.send(
      `POST ${bomb} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n"bomb"`,
    );
    mayHave(10);
    accepted.push(await call(), await call());
    // Who waits is told before the thread is ended.
    expect((await culprit!.answer())?.status).toBe(504);
    accepted.push(await call(), await call());
    await sleep(4_000);
    mayHave(1_000);
    // A thread takes a while to begin on a machine that does much else.
    await until(
      async () => (await fetch(service.url + bomb)).status,
      (status) => status === 204,
    );
    for (const socket of [culprit, connected]) socket!.close();
    expect(await service.end()).toBe(0);
    const states = await withInstallation(folder, (client) =>
      Promise.all(accepted.map(async (id) => (await ended(client, id)).state)),
    );
    expect(states).toEqual(accepted.map(() => 'succeeded'));
  },
);

it.skipIf(whyNoMounts !== null)(
  'F38: a name server that never answers: steps that ask it fail, and calls are taken all the same, large ones too',
  async () => {
    const silent = createSocket('udp4').bind(53, '127.0.0.9');
    const resolver = join(folder, 'resolv.conf');
    await writeFile(resolver, 'nameserver 127.0.0.9\n');
    const service = await start(folder, { resolver });
    const answers = Array.from({ length: 20 }, () =>
      fetch(`${service.url}${path.replace('Strained', 'Names')}`).then(({ status }) => status),
    );
    // Looking a name up takes threads that files are written with too.
    const large = Array.from({ length: 5 }, () =>
      fetch(service.url + path, { method: 'POST', body: 'x'.repeat(400_000) }).then(({ status }) => status),
    );
    expect(await Promise.all(large)).toEqual(Array(5).fill(202));
    expect(await Promise.all(answers)).toEqual(Array(20).fill(500));
    expect(await service.end()).toBe(0);
    silent.close();
  },
);
