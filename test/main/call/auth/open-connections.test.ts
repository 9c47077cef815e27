// Authorities of client certificates that come and go in the settings, certificates that run out, and the connections
// that are open meanwhile.
import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { authority, issue, type Issued } from '#test/support/certificates.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer } from '#test/support/peer.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let folder: string;
let at: TestRuntime;
let partners: Issued;
let others: Issued;
let erp: Issued;
beforeAll(async () => {
  folder = await newFolder();
  [partners, others] = [await authority('partners'), await authority('others')];
  erp = await issue({ name: 'erp', by: partners, use: 'client' });
  at = await startRuntime(folder, { https: { port: 0 } });
});
afterAll(async () => {
  await at.stop();
  await dropFolder(folder);
});

async function trust(clientCertificates: 'ask' | 'require', ...authorities: Issued[]): Promise<void> {
  const settings = await at.client.host.settings();
  const clientAuthorities = authorities.map(({ certificate }) => certificate).join('');
  const https = { ...settings.https, on: true, clientCertificates, clientAuthorities };
  await at.client.host.saveSettings({ ...settings, https });
}

type Draft = Partial<IntegrationDraftInput>;
type Trigger = Partial<IntegrationDraftInput['trigger']>;
let count = 0;

/** The path of a new trigger. */
async function open(kind: 'clientCertificate' | 'none', trigger: Trigger = {}, rest: Draft = {}) {
  count += 1;
  const { address } = await create(at, draft(`C${count}`, { authentication: { kind }, ...trigger }, rest));
  return new URL(address).pathname;
}

const reach = () => ({
  host: '127.0.0.1',
  port: at.runtime.status().listeners.find(({ kind }) => kind === 'https')?.port ?? 0,
  rejectUnauthorized: false,
});

/** A caller that keeps its connection; each call gives its status, and by which handshake it went. */
function keepAlive(shown: Issued | null) {
  const agent = new Agent({ keepAlive: true, maxCachedSessions: 0 });
  let handshakes = 0;
  const send = (path: string) =>
    new Promise<{ readonly status: number | undefined; readonly handshakes: number }>((resolve, reject) => {
      const identity = shown === null ? {} : { cert: shown.certificate, key: shown.key };
      const sent = request({ ...reach(), ...identity, agent, path, method: 'POST' });
      sent.on('socket', (socket) => {
        if (socket.connecting) handshakes += 1;
      });
      sent.on('error', reject).on('response', (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode, handshakes }));
      });
      sent.end('{}');
    });
  /** Its connection is ended from the other side. */
  const isLeft = () =>
    until(
      () => Object.keys(agent.freeSockets).length,
      (kept) => kept === 0,
    );
  return { send, isLeft, end: () => agent.destroy() };
}

it('a certificate that runs out while its connection is open lets nobody in any more', async () => {
  await trust('ask', partners);
  const path = await open('clientCertificate');
  const caller = keepAlive(erp);
  expect(await caller.send(path)).toEqual({ status: 202, handshakes: 1 });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61 * 24 * 60 * 60 * 1_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect(await caller.send(path)).toEqual({ status: 401, handshakes: 1 });
  caller.end();
});

describe('an authority that is taken out of the settings', () => {
  beforeEach(() => trust('ask', partners, others));

  it('lets nobody in any more on a connection that is open', async () => {
    const path = await open('clientCertificate');
    const caller = keepAlive(erp);
    expect(await caller.send(path)).toEqual({ status: 202, handshakes: 1 });
    expect(await caller.send(path)).toEqual({ status: 202, handshakes: 1 });
    await trust('ask', others);
    await caller.isLeft();
    expect(await caller.send(path)).toEqual({ status: 401, handshakes: 2 });
    await trust('ask', others, partners);
    await caller.isLeft();
    expect(await caller.send(path)).toEqual({ status: 202, handshakes: 3 });
    caller.end();
  });

  it('lets nobody in where every connection needs a certificate', async () => {
    await trust('require', partners);
    const path = await open('none');
    const caller = keepAlive(erp);
    expect(await caller.send(path)).toEqual({ status: 202, handshakes: 1 });
    await trust('require', others);
    await caller.isLeft();
    await expect(caller.send(path)).rejects.toThrow(/ECONNRESET|hang up|alert|disconnected/);
    caller.end();
  });

  it('leaves the connections of those who showed no certificate', async () => {
    const path = await open('none');
    const caller = keepAlive(null);
    expect(await caller.send(path)).toEqual({ status: 202, handshakes: 1 });
    await trust('ask', others);
    expect(await caller.send(path)).toEqual({ status: 202, handshakes: 1 });
    caller.end();
  });

  it('lets a call that is under way be answered', async () => {
    const released = Promise.withResolvers<unknown>();
    const peer = await startPeer(() => released.promise);
    const workflow = [{ name: 'ask', kind: 'httpRequest' as const, url: peer.url }];
    const path = await open('clientCertificate', { requestResponse: true }, { workflow });
    const caller = keepAlive(erp);
    const answered = caller.send(path);
    await until(
      () => peer.received.length,
      (received) => received === 1,
    );
    await trust('ask', others);
    released.resolve({});
    expect(await answered).toEqual({ status: 200, handshakes: 1 });
    await caller.isLeft();
    expect(await caller.send(path)).toEqual({ status: 401, handshakes: 2 });
    caller.end();
    await peer.close();
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('lets nobody in who resumes a session of %s', async (version) => {
    const path = await open('clientCertificate');
    const send = async (session?: Buffer) => {
      const { certificate: cert, key } = erp;
      const versions = { minVersion: version, maxVersion: version };
      const socket = connect({ ...reach(), cert, key, ...versions, session });
      let kept: Buffer | undefined;
      let isResumed = false;
      socket.on('secureConnect', () => (isResumed = socket.isSessionReused()));
      socket.on('session', (given: Buffer) => (kept = given));
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
      );
      let text = '';
      for await (const chunk of socket) text += String(chunk);
      return { status: Number(text.split(' ')[1]), isResumed, session: kept };
    };
    const first = await send();
    expect(await send(first.session)).toMatchObject({ status: 202, isResumed: true });
    await trust('ask', others);
    expect(await send(first.session)).toMatchObject({ status: 401 });
  });
});
