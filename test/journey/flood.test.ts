// More than an installation takes on, of everything. What is refused is in the log or counted, memory stays where it
// is, and nothing of it is left when it is over.
import { Agent, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer, type Peer } from '#test/support/peer.ts';
import { openRaw } from '#test/support/raw-socket.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const mebibyte = 1024 * 1024;

let everyone: Agent;
let at: TestRuntime;
let peer: Peer;
let gate: PromiseWithResolvers<object>;
beforeEach(async () => {
  gate = Promise.withResolvers();
  everyone = new Agent();
  peer = await startPeer(() => gate.promise);
  at = await startRuntime(await newFolder(), { drainMs: 100 });
});
afterEach(async () => {
  gate.resolve({});
  everyone.destroy();
  await at.stop();
  await peer.close();
  await dropFolder(at.folder);
});

type Limits = Awaited<ReturnType<TestRuntime['client']['host']['settings']>>['limits'];
async function setLimits(limits: Partial<Limits>): Promise<void> {
  const settings = await at.client.host.settings();
  await at.client.host.saveSettings({ ...settings, limits: { ...settings.limits, ...limits } });
}
const createSender = (name: string, trigger: Parameters<typeof draft>[1]) =>
  create(at, draft(name, trigger, { workflow: [{ name: 'send', kind: 'httpRequest', url: peer.url }] }));

/** Sends bytes that are not copied on the way; gives the status. */
function post(address: string, body: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    request(address, { method: 'POST', agent: everyone }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    })
      .once('error', reject)
      .end(body);
  });
}

const counts = (statuses: readonly number[]): Record<number, number> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(statuses, String)).map(([status, all]) => [status, all?.length ?? 0]),
  );
const nothing = { waitingBytes: 0, waitingCallers: 0, bodyBytes: 0, commitWaitMs: 0 };

/** Refused calls: those in the log, and those that were too many for it. */
async function refusals(): Promise<number> {
  let rows = 0;
  for (let before: number | undefined; ;) {
    const page = await at.client.calls.list({ state: ['refused'], limit: 1_000, ...(before && { before }) });
    rows += page.calls.length;
    if (page.nextBefore === null) return rows + at.runtime.load().unwrittenRefusals;
    before = page.nextBefore;
  }
}
const heldBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
};

describe('a flood', () => {
  it('of callers who wait leaves their bodies on disk, and refuses those beyond the bound', async () => {
    await setLimits({ waitingCallers: 250 });
    const { address } = await createSender('Callers', { requestResponse: true, orderedDelivery: true });
    const body = Buffer.alloc(200_000, 'x');
    const before = heldBytes();
    const sent = Array.from({ length: 400 }, () => post(address, body));
    await until(refusals, (count) => count === 150);
    await until(
      at.runtime.load,
      ({ waitingCallers, commitWaitMs }) => waitingCallers === 250 && commitWaitMs === 0,
    );
    expect(at.runtime.load()).toMatchObject({ waitingBytes: 249 * 200_000, bodyBytes: 0 });
    // 250 bodies have 50 MB.
    await until(heldBytes, (bytes) => bytes - before < 16 * mebibyte);
    gate.resolve({});
    expect(counts(await Promise.all(sent))).toEqual({ 200: 250, 503: 150 });
    await until(at.runtime.load, ({ waitingBytes }) => waitingBytes === 0);
    expect(at.runtime.load()).toMatchObject(nothing);
  });

  it('of bodies that never end holds no more of them than the bound', async () => {
    await setLimits({ bodyBytes: mebibyte });
    const { integration } = await createSender('Bodies', {});
    const { port } = new URL(at.url);
    const sockets = Array.from({ length: 200 }, () => openRaw(Number(port)));
    const path = `/${integration.code}/${integration.name}`;
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n`;
    for (const socket of sockets) socket.send(head + 'x'.repeat(100_000));
    await until(refusals, (count) => count === 195);
    expect(at.runtime.load().bodyBytes).toBe(5 * 200_000);
    for (const socket of sockets) socket.close();
    await until(at.runtime.load, ({ bodyBytes }) => bodyBytes === 0);
    expect(at.runtime.load()).toMatchObject(nothing);
  });

  it('of calls beyond a rate, a lane and a bound on bytes is all in the log or counted', async () => {
    await setLimits({ waitingBytes: mebibyte });
    const rated = await createSender('Rated', { rateLimit: { calls: 10, perSeconds: 3_600 } });
    const full = await createSender('Full', { orderedDelivery: true, maxWaiting: 5 });
    const heavy = await createSender('Heavy', { orderedDelivery: true });
    const before = process.memoryUsage().rss;
    const flood = async (address: string, bytes: number) =>
      counts(await Promise.all(Array.from({ length: 500 }, () => post(address, Buffer.alloc(bytes)))));
    const rate = await flood(rated.address, 0);
    const lane = await flood(full.address, 0);
    const bytes = await flood(heavy.address, 100_000);
    expect([rate, lane]).toEqual([
      { 202: 10, 429: 490 },
      { 202: 6, 429: 494 },
    ]);
    // The one that runs, and as many as fit.
    expect(bytes[202]).toBeGreaterThan(1);
    expect(bytes[202]).toBeLessThanOrEqual(11);
    const refused = 490 + 494 + bytes[503]!;
    await until(refusals, (count) => count === refused);
    expect(await refusals()).toBe(refused);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * mebibyte);
    gate.resolve({});
    await until(at.runtime.load, ({ waitingBytes }) => waitingBytes === 0);
    await until(at.client.lanes.list, (lanes) =>
      lanes.every(({ waiting, running }) => waiting + running === 0),
    );
    expect(at.runtime.load()).toMatchObject(nothing);
  });
});
