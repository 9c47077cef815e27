// Certificates by ACME, from a real server of that protocol: Pebble.
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '#shared/contract/failure.ts';
import type { CertificateDraftInput } from '#shared/model/certificate.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hasPebble, type Pebble, startPebble } from '#test/support/pebble.ts';
import { startRuntime, type TestRuntime } from '#test/support/runtime.ts';

const shownFor = (at: TestRuntime, servername: string): Promise<{ issuer: string; fingerprint256: string }> =>
  new Promise((resolve, reject) => {
    const port = at.runtime.status().listeners.find(({ kind }) => kind === 'https')?.port ?? 0;
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false }, () => {
      const { issuer, fingerprint256 } = socket.getPeerCertificate();
      resolve({ issuer: String(issuer.CN), fingerprint256 });
      socket.destroy();
    });
    socket.on('error', reject);
  });

describe.skipIf(!hasPebble)('a certificate by ACME (skipped where pebble is not installed)', () => {
  let folder: string;
  let at: TestRuntime;
  let pebble: Pebble;
  const wanted = (names: string[]): CertificateDraftInput => {
    const { directoryUrl, issuerAuthority } = pebble;
    return { kind: 'acme', names, email: 'ops@example.com', directoryUrl, issuerAuthority };
  };

  beforeEach(async () => {
    folder = await newFolder();
    at = await startRuntime(folder, { https: { port: 0 } });
    pebble = await startPebble(folder, Number(new URL(at.url).port));
  });
  afterEach(async () => {
    await at.stop();
    await pebble.stop();
    await dropFolder(folder);
  });

  test('is ordered, shown at once, kept over a restart, and renewed with the same account', async () => {
    const names = ['hooks.example.com', 'www.example.com'];
    const added = await at.client.certificates.add(wanted(names));
    expect(added).toMatchObject({ kind: 'acme', problem: null, facts: { names } });
    const first = await shownFor(at, 'www.example.com');
    expect(first.issuer).toMatch(/^Pebble Intermediate CA/);
    expect(first.fingerprint256).toBe(added.facts?.fingerprint256);

    await at.stop();
    at = await startRuntime(folder, { http: { port: Number(new URL(at.url).port) }, https: { port: 0 } });
    expect(await shownFor(at, 'hooks.example.com')).toEqual(first);

    const renewed = await at.client.certificates.renew({ id: added.id });
    expect(renewed.facts?.fingerprint256).not.toBe(first.fingerprint256);
    expect((await shownFor(at, 'hooks.example.com')).fingerprint256).toBe(renewed.facts?.fingerprint256);
    const challenge = await fetch(`${at.url}/.well-known/acme-challenge/abc`);
    expect(challenge.status).toBe(404);
  });

  test('that the issuer does not give is not kept, and says why', async () => {
    const failure = await at.client.certificates
      .add(wanted(['hooks.blocked.invalid..']))
      .then(() => null, failureOf);
    expect(failure).toMatchObject({ code: 'input_invalid' });
    await pebble.stop();
    const refused = await at.client.certificates
      .add(wanted(['hooks.example.com']))
      .then(() => null, failureOf);
    expect(refused).toMatchObject({
      code: 'certificate_not_issued',
      path: 'names',
      detail: expect.stringContaining('localhost has not issued it'),
    });
    expect((await at.client.certificates.list()).map(({ kind }) => kind)).toEqual(['made']);
  });
});
