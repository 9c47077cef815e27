// Certificates over real handshakes.
import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { authority, issue, type Issued } from '#test/support/certificates.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let folder: string;
let at: TestRuntime;
let root: Issued;
let erp: Issued;
let shop: Issued;
beforeAll(async () => {
  folder = await newFolder();
  root = await authority('partners');
  erp = await issue({ name: 'erp', names: ['erp.example.com'], by: root, use: 'client' });
  shop = await issue({ name: 'shop', names: ['shop.example.com'], by: root, use: 'client' });
  at = await startRuntime(folder, { https: { port: 0 } });
  const settings = await at.client.host.settings();
  await at.client.host.saveSettings({
    ...settings,
    https: { ...settings.https, on: true, clientCertificates: 'ask', clientAuthorities: root.certificate },
  });
});
afterAll(async () => {
  await at.stop();
  await dropFolder(folder);
});

type Authentication = IntegrationDraftInput['trigger']['authentication'];
let count = 0;

/** A trigger, and what becomes of a call that shows a certificate, or none. */
async function open(rules: Partial<Extract<Authentication, { kind: 'clientCertificate' }>> = {}) {
  count += 1;
  const authentication: Authentication = { kind: 'clientCertificate', ...rules };
  const { integration, address } = await create(at, draft(`C${count}`, { authentication }));
  return {
    address,
    async send(shown: Issued | null) {
      const port = at.runtime.status().listeners.find(({ kind }) => kind === 'https')?.port;
      const answer = await new Promise<{ status: number; id: string; challenge: unknown }>(
        (resolve, reject) => {
          const sent = request({
            host: '127.0.0.1',
            port,
            path: `/${integration.code}/${integration.name}`,
            method: 'POST',
            rejectUnauthorized: false,
            agent: false,
            ...(shown === null ? {} : { cert: shown.certificate, key: shown.key }),
          });
          sent.on('error', reject).on('response', (response) => {
            response.resume();
            const { 'x-call-id': id, 'www-authenticate': challenge } = response.headers;
            resolve({ status: response.statusCode ?? 0, id: String(id), challenge });
          });
          sent.end('{}');
        },
      );
      const call = await until(
        async () => (await at.client.calls.list({})).calls.find(({ id }) => id === answer.id),
        (found) => found !== undefined,
      );
      return { ...answer, keyLabel: call?.keyLabel, code: call?.problem?.code, reason: call?.problem?.text };
    },
  };
}

const wrong = { status: 401, code: 'certificate_wrong', challenge: 'ClientCertificate realm="hookline"' };

describe('a trigger for client certificates', () => {
  it('lets in whoever the authorities of the settings have issued one', async () => {
    const { send } = await open();
    expect(await send(erp)).toMatchObject({ status: 202, keyLabel: 'erp' });
    const stranger = await issue({ name: 'erp', use: 'client' });
    expect(await send(stranger)).toMatchObject(wrong);
    const old = await issue({ name: 'erp', by: root, fromDays: -9, toDays: -2, use: 'client' });
    expect(await send(old)).toMatchObject({
      ...wrong,
      reason: 'The certificate of CN=erp is out of its dates, or no authority of the settings has issued it.',
    });
  });

  it('asks for one where none was shown, and over plain HTTP', async () => {
    const { send, address } = await open();
    expect(await send(null)).toMatchObject({
      status: 401,
      code: 'certificate_missing',
      reason: 'No certificate was shown.',
    });
    const plain = await fetch(address, { method: 'POST' });
    expect([plain.status, await plain.json()]).toMatchObject([
      401,
      { detail: 'Call over TLS, with a client certificate.' },
    ]);
  });

  it.each(['erp', 'CN=erp', 'ERP.example.com'])('may be for the subject %s alone', async (subject) => {
    const { send } = await open({ subjects: [subject] });
    expect(await send(erp)).toMatchObject({ status: 202 });
    expect(await send(shop)).toMatchObject(wrong);
  });

  it('may be for one issuer, and for one certificate', async () => {
    const { fingerprint256 } = new X509Certificate(erp.certificate);
    const { send } = await open({ issuers: ['partners'], fingerprints: [fingerprint256.toLowerCase()] });
    expect(await send(erp)).toMatchObject({ status: 202 });
    expect(await send(shop)).toMatchObject(wrong);
    const { send: sendElsewhere } = await open({ issuers: ['others'] });
    expect(await sendElsewhere(erp)).toMatchObject(wrong);
  });
});
