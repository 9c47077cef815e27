// HTTPS from the settings to the reply: certificates of all kinds over real sockets.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '#shared/contract/failure.ts';
import type { CertificateDraftInput } from '#shared/model/certificate.ts';
import { authority, issue, type Issued } from '#test/support/certificates.ts';
import { takePort } from '#test/support/free-port.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hasOpenssl, pfxOf } from '#test/support/openssl.ts';
import { create, draft, ended, startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

let folder: string;
let at: TestRuntime;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => {
  await at.stop();
  await dropFolder(folder);
});

const secure = { https: { port: 0 } };
const portOf = ({ runtime }: TestRuntime): number =>
  runtime.status().listeners.find(({ kind }) => kind === 'https')?.port ?? 0;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One HTTPS request on a connection of its own. */
function call(
  path: string,
  options: { ca?: string; servername?: string; key?: string } = {},
): Promise<Answer> {
  const { ca, servername = 'localhost', key } = options;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: portOf(at),
        path,
        method: 'POST',
        servername,
        ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
        agent: false,
        headers: { host: servername, ...(key === undefined ? {} : { 'x-api-key': key }) },
      },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    sent.on('error', reject).end('{}');
  });
}

/** The certificate shown to a caller, and the connection it was shown on. */
function shown(servername = 'localhost'): Promise<{ socket: TLSSocket; certificate: PeerCertificate }> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port: portOf(at), servername, rejectUnauthorized: false },
      () => resolve({ socket, certificate: socket.getPeerCertificate() }),
    );
    socket.on('error', reject);
  });
}

async function subjectShown(servername?: string): Promise<string> {
  const { socket, certificate } = await shown(servername);
  socket.destroy();
  return String(certificate.subject.CN);
}

const settings = (change: object) => async () => {
  const current = await at.client.host.settings();
  return at.client.host.saveSettings({ ...current, ...change });
};
const failureFrom = (asking: Promise<unknown>) => asking.then(() => null, failureOf);

async function filesOf({ certificate, key }: Issued): Promise<CertificateDraftInput & { kind: 'files' }> {
  const [certificateFile, keyFile] = [join(folder, 'host.pem'), join(folder, 'host.key')];
  await writeFile(certificateFile, certificate);
  await writeFile(keyFile, key);
  return { kind: 'files', certificateFile, keyFile };
}

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

describe('the certificate made by Hookline', () => {
  test('serves HTTPS at once, trusted by who trusts the local authority', async () => {
    at = await startRuntime(folder, secure);
    const { integration, address } = await create(at, draft('Orders'));
    const { pem, fingerprint256 } = await at.client.certificates.authority();
    const answer = await call(`/${integration.code}/Orders`, { ca: pem });
    expect(answer.status).toBe(202);
    expect((await ended(at.client, JSON.parse(answer.body).callId)).state).toBe('succeeded');
    expect((await fetch(address, { method: 'POST' })).status).toBe(202);
    expect(at.runtime.status()).toMatchObject({
      httpsBaseUrl: `https://127.0.0.1:${portOf(at)}`,
      httpBaseUrl: at.url,
    });
    expect(await at.client.certificates.list()).toMatchObject([
      { id: 'made', kind: 'made', facts: { findings: [], names: expect.arrayContaining(['localhost']) } },
    ]);
    await at.stop();
    at = await startRuntime(folder, secure);
    expect((await at.client.certificates.authority()).fingerprint256).toBe(fingerprint256);
  });

  test('is another one when further names are asked for, and none of its keys is readable on disk', async () => {
    at = await startRuntime(folder, secure);
    const before = (await shown()).certificate.fingerprint256;
    await settings({ https: { names: ['hooks.lan', '10.1.2.3'], on: true, port: 0 } })();
    const { certificate } = await shown('hooks.lan');
    expect(certificate.fingerprint256).not.toBe(before);
    expect(certificate.subjectaltname).toContain('DNS:hooks.lan');
    expect(certificate.subjectaltname).toContain('IP Address:10.1.2.3');
    const { code } = (await create(at, draft('Orders'))).integration;
    expect((await call(`/${code}/Orders`, { servername: 'hooks.lan' })).status).toBe(202);
    const kept = await readFile(join(folder, 'config.db'));
    const log = await readFile(join(folder, 'config.db-wal'));
    expect(kept.includes('PRIVATE KEY') || log.includes('PRIVATE KEY')).toBe(false);
  });
});

describe('the listeners', () => {
  test('are each on or off by the settings, and a taken port changes nothing', async () => {
    at = await startRuntime(folder);
    const kinds = () => at.runtime.status().listeners.map(({ kind }) => kind);
    const taken = await takePort();
    const failure = await failureFrom(settings({ https: { on: true, port: taken.port } })());
    expect(failure).toMatchObject({ code: 'port_taken', path: 'https.port' });
    expect(kinds()).toEqual(['http']);
    expect(at.runtime.status().alarms).toEqual([]);
    await taken.close();
    await settings({ https: { on: true, port: 0 } })();
    expect(kinds()).toEqual(['http', 'https']);
    await settings({ http: { on: false } })();
    expect(kinds()).toEqual(['https']);
    expect(await subjectShown()).toBe('localhost');
    expect(at.runtime.status().httpBaseUrl).toBe(null);
    await settings({ http: { on: true, port: 0 }, https: { on: false } })();
    expect(kinds()).toEqual(['http']);
  });
});

describe("the operator's own certificate", () => {
  let root: Issued;
  let middle: Issued;
  let host: Issued;
  beforeEach(async () => {
    root = await authority('Our root');
    middle = await authority('Our issuer', { by: root });
    host = await issue({ name: 'hooks', names: ['hooks.example.com', '*.in.example.com'], by: middle });
    at = await startRuntime(folder, secure);
  });

  test('is shown to those who name its hosts, and as the usual one; the made one to those who name this machine', async () => {
    const chain = { ...host, certificate: host.certificate + middle.certificate };
    const added = await at.client.certificates.add(await filesOf(chain));
    expect(added).toMatchObject({
      kind: 'files',
      problem: null,
      facts: { names: ['hooks.example.com', '*.in.example.com'] },
    });
    expect(await subjectShown('hooks.example.com')).toBe('hooks');
    expect(await subjectShown('a.in.example.com')).toBe('hooks');
    expect(await subjectShown('nobody.example')).toBe('hooks');
    expect(await subjectShown('')).toBe('hooks');
    expect(await subjectShown('localhost')).toBe('localhost');
    const { code } = (await create(at, draft('Orders'))).integration;
    const ca = root.certificate;
    expect((await call(`/${code}/Orders`, { ca, servername: 'a.in.example.com' })).status).toBe(202);
    expect((await call(`/${code}/Orders`, { servername: 'nobody.example' })).status).toBe(421);
  });

  test('H129: renewed files are taken up while connections stay open; broken ones leave the one before', async () => {
    await at.client.certificates.add(await filesOf(host));
    const { socket } = await shown('hooks.example.com');
    const renewed = await issue({ name: 'renewed', names: ['hooks.example.com'], by: middle });
    await writeFile(join(folder, 'new.pem'), renewed.certificate);
    await writeFile(join(folder, 'new.key'), renewed.key);
    await rename(join(folder, 'new.key'), join(folder, 'host.key'));
    await rename(join(folder, 'new.pem'), join(folder, 'host.pem'));
    await until(
      () => subjectShown('hooks.example.com'),
      (name) => name === 'renewed',
    );

    socket.write('OPTIONS * HTTP/1.1\r\nHost: hooks.example.com\r\n\r\n');
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (chunk) => resolve(chunk.toString())),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 204 /);
    socket.destroy();

    await writeFile(join(folder, 'host.pem'), 'nonsense');
    const alarms = await until(
      () => at.runtime.status().alarms,
      (all) => all.some(({ code }) => code === 'certificate_broken'),
    );
    expect(alarms.map(({ text }) => text).join()).toContain('This is neither a PEM nor a PFX file.');
    expect(await subjectShown('hooks.example.com')).toBe('renewed');
    await writeFile(join(folder, 'host.pem'), renewed.certificate);
    await until(
      () => at.runtime.status().alarms,
      (all) => all.length === 0,
    );
  });

  test('H129: expired or for another host, it is served all the same after a start, with an alarm', async () => {
    const files = await filesOf(host);
    await at.client.certificates.add(files);
    await settings({ publicBaseUrl: 'https://elsewhere.example.com' })();
    await at.stop();
    const old = await issue({
      name: 'old',
      names: ['hooks.example.com'],
      by: middle,
      fromDays: -9,
      toDays: -2,
    });
    await filesOf(old);
    at = await startRuntime(folder, secure);
    expect(await subjectShown('hooks.example.com')).toBe('old');
    const { alarms } = at.runtime.status();
    expect(alarms.map(({ code }) => code).sort()).toEqual(['certificate_ending', 'certificate_unfit']);
    expect(alarms.map(({ text }) => text).join(' ')).toContain('elsewhere.example.com');
  });

  test('is told of a month and a week before it ends', async () => {
    const ends = async (toDays: number) => {
      const soon = await issue({ name: 'soon', names: ['hooks.example.com'], by: middle, toDays });
      const { id } = await at.client.certificates.add({
        kind: 'uploaded',
        certificate: base64(soon.certificate + soon.key),
      });
      const codes = at.runtime.status().alarms.map(({ code }) => code);
      await at.client.certificates.remove({ id });
      return codes;
    };
    expect(await ends(40)).toEqual([]);
    expect(await ends(20)).toEqual(['certificate_expiring']);
    expect(await ends(5)).toEqual(['certificate_ending']);
    expect(at.runtime.status().alarms).toEqual([]);
  });

  test.skipIf(!hasOpenssl)('is uploaded as PFX with its passphrase, which is needed once', async () => {
    const pfx = pfxOf(host.certificate + middle.certificate + host.key);
    const uploaded = { kind: 'uploaded', certificate: base64(pfx) } as const;
    for (const passphrase of [null, 'wrong']) {
      const failure = await failureFrom(at.client.certificates.add({ ...uploaded, passphrase }));
      expect(failure).toMatchObject({ code: 'passphrase_wrong', path: 'passphrase' });
    }
    await at.client.certificates.add({ ...uploaded, passphrase: 'secret' });
    expect(await subjectShown('hooks.example.com')).toBe('hooks');
    await at.stop();
    at = await startRuntime(folder, secure);
    expect(await subjectShown('hooks.example.com')).toBe('hooks');
    const { code } = (await create(at, draft('Orders'))).integration;
    // With its intermediate, or the root alone would not do.
    const options = { ca: root.certificate, servername: 'hooks.example.com' };
    expect((await call(`/${code}/Orders`, options)).status).toBe(202);
  });

  test('is looked at without being kept, with what callers would say to it', async () => {
    const facts = await at.client.certificates.check(await filesOf(host));
    expect(facts).toMatchObject({
      names: ['hooks.example.com', '*.in.example.com'],
      issuer: 'CN=Our issuer',
    });
    expect(facts?.findings.map(({ code }) => code)).toEqual(['chain_open']);
    expect(
      await failureFrom(
        at.client.certificates.check({ kind: 'files', certificateFile: join(folder, 'none.pem') }),
      ),
    ).toMatchObject({ code: 'certificate_unreadable', path: 'certificateFile' });
    expect((await at.client.certificates.list()).map(({ kind }) => kind)).toEqual(['made']);
  });

  test('that nobody would accept is refused before it is kept', async () => {
    const old = await issue({
      name: 'old',
      names: ['hooks.example.com'],
      by: middle,
      fromDays: -9,
      toDays: -2,
    });
    const failure = await failureFrom(at.client.certificates.add(await filesOf(old)));
    expect(failure).toMatchObject({ code: 'certificate_expired', path: 'certificateFile' });
    expect((await at.client.certificates.list()).map(({ kind }) => kind)).toEqual(['made']);
    expect(await failureFrom(at.client.certificates.remove({ id: 'made' }))).toMatchObject({
      code: 'certificate_not_found',
    });
  });
});

describe('a trigger that takes HTTPS only', () => {
  test('H132: refuses a call over plain HTTP, and says in the log whose key was on the wire', async () => {
    at = await startRuntime(folder, secure);
    const key = 'hk_0123456789abcdef';
    const { integration, address } = await create(
      at,
      draft('Orders', {
        httpsOnly: true,
        authentication: { kind: 'apiKeys', keys: [{ label: 'ERP', key }] },
      }),
    );
    const plain = (headers: Record<string, string>) => fetch(address, { method: 'POST', headers });
    const sent: Record<string, string>[] = [{}, { 'x-api-key': 'another key' }, { 'x-api-key': key }];
    for (const headers of sent) {
      const refused = await plain(headers);
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ type: expect.stringContaining('tls_required') });
    }
    const log = await until(
      () => at.client.calls.list({ limit: 10 }),
      ({ calls }) => calls.length === 3,
    );
    expect(log.calls.map(({ keyLabel }) => keyLabel)).toEqual(['ERP', null, null]);
    expect(log.calls.map(({ problem }) => problem?.text)).toEqual([
      'The key labelled ERP came over plain HTTP, so others may know it now: it should be replaced.',
      'The call came over plain HTTP. Whatever key it carried may be known to others now.',
      'The call came over plain HTTP.',
    ]);
    expect((await call(`/${integration.code}/Orders`, { key })).status).toBe(202);
    const tested = await at.client.integrations.test({ id: integration.id });
    expect(tested.status).toBe(202);
  });
});
