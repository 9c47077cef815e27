// HTTPS as other people's programs see it: curl, OpenSSL's s_client, and testssl.sh, which looks for what is weak.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authority, issue, type Issued } from '#test/support/certificates.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hasOpenssl, isInstalled } from '#test/support/openssl.ts';
import { create, draft, ended, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

const run = promisify(execFile);
const hasCurl = isInstalled('curl', '--version');
const hasTestssl = isInstalled('testssl', '--version');

let folder: string;
let at: TestRuntime;
let path: string;
let partners: Issued;
const url = () => `https://localhost:${port()}${path}`;
const port = (): number => at.runtime.status().listeners.find(({ kind }) => kind === 'https')?.port ?? 0;
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

beforeAll(async () => {
  folder = await newFolder();
  at = await startRuntime(folder, { https: { port: 0 } });
  const { integration } = await create(at, draft('Orders'));
  path = `/${integration.code}/Orders`;
  partners = await authority('Partners');
  await file('authority.crt', (await at.client.certificates.authority()).pem);
});
afterAll(async () => {
  await at.stop();
  await dropFolder(folder);
});

describe.skipIf(!hasCurl)('curl (skipped where it is not installed)', () => {
  const curl = async (...args: string[]) => {
    const { stdout } = await run('curl', [
      '-sS',
      '--http1.1',
      '--cacert',
      join(folder, 'authority.crt'),
      ...args,
    ]);
    return stdout;
  };

  test('calls a trigger, trusting the local authority and nobody else', async () => {
    const answer = JSON.parse(await curl('-d', '{"a":1}', url()));
    expect((await ended(at.client, answer.callId)).state).toBe('succeeded');
    await expect(run('curl', ['-sS', url()])).rejects.toThrow(
      /self-signed certificate|unable to get local issuer/,
    );
  });

  test('asks twice on one connection, and by address as well as by name', async () => {
    const statuses = await curl(
      '-o',
      '/dev/null',
      '-w',
      '%{http_code} %{num_connects}\\n',
      '-d',
      '1',
      url(),
      '-o',
      '/dev/null',
      url(),
    );
    expect(statuses.trim().split('\n')).toEqual(['202 1', '202 0']);
    expect(
      await curl('-o', '/dev/null', '-w', '%{http_code}', '-d', '1', url().replace('localhost', '127.0.0.1')),
    ).toBe('202');
  });

  test('shows its own certificate where one is required, and has no connection without', async () => {
    const settings = await at.client.host.settings();
    const https = { ...settings.https, on: true, port: 0, clientCertificates: 'require' as const };
    await at.client.host.saveSettings({
      ...settings,
      https: { ...https, clientAuthorities: partners.certificate },
    });
    const erp = await issue({ name: 'erp', names: ['erp.example.com'], by: partners, use: 'client' });
    const shown = ['--cert', await file('erp.pem', erp.certificate), '--key', await file('erp.key', erp.key)];
    expect(await curl(...shown, '-o', '/dev/null', '-w', '%{http_code}', '-d', '1', url())).toBe('202');
    await expect(curl('-d', '1', url())).rejects.toThrow(/certificate required|alert|reset/);
    expect(at.runtime.load().failedHandshakes).toBeGreaterThan(0);
    await at.client.host.saveSettings({ ...settings, https: { ...https, clientCertificates: 'off' } });
    expect(await curl('-o', '/dev/null', '-w', '%{http_code}', '-d', '1', url())).toBe('202');
  });
});

describe.skipIf(!hasOpenssl)('openssl s_client (skipped where it is not installed)', () => {
  /** What a connection says that asks once; `input` is what is typed. */
  const client = (args: readonly string[], input = 'Q\n'): Promise<string> =>
    new Promise((resolve) => {
      const to = [
        's_client',
        '-connect',
        `127.0.0.1:${port()}`,
        '-CAfile',
        join(folder, 'authority.crt'),
        ...args,
      ];
      const child = spawn('openssl', to);
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.on('close', () => resolve(text));
      child.stdin.end(input);
    });

  test('verifies the certificate over TLS 1.2 and 1.3, with keys that are thrown away', async () => {
    for (const [flag, cipher] of [
      ['-tls1_2', 'ECDHE-ECDSA-AES'],
      ['-tls1_3', 'TLS_AES'],
    ] as const) {
      const said = await client([flag, '-servername', 'localhost', '-verify_hostname', 'localhost']);
      expect(said).toContain('Verify return code: 0 (ok)');
      expect(said).toContain(cipher);
    }
  });

  test('H127, H130: gets no older TLS, no weak cipher, no renegotiation and no early data', async () => {
    for (const flag of ['-tls1', '-tls1_1']) {
      expect(await client([flag, '-cipher', 'ALL@SECLEVEL=0'])).toMatch(
        /protocol version|no protocols available/,
      );
    }
    for (const cipher of ['AES128-SHA', 'ECDHE-ECDSA-AES128-SHA', 'AES128-GCM-SHA256', 'aNULL']) {
      expect(await client(['-tls1_2', '-cipher', `${cipher}@SECLEVEL=0`])).toMatch(
        /handshake failure|no ciphers|Cipher is \(NONE\)/,
      );
    }
    const first = ['-tls1_2', '-servername', 'localhost'];
    expect(await client(first, 'R\n')).toMatch(/RENEGOTIATING[\s\S]*no renegotiation/);
    expect(await client(['-tls1_3'])).toMatch(/Max Early Data: 0|Early data was not sent/);
  });
});

describe.skipIf(!hasTestssl)('testssl.sh (skipped where it is not installed)', () => {
  test('finds nothing of weight in protocols, ciphers and known holes', async ({ signal }) => {
    const root = await authority('Graded root');
    const host = await issue({
      name: 'localhost',
      names: ['localhost', '127.0.0.1'],
      by: root,
      toDays: 300,
      crl: 'http://crl.example/',
    });
    const { id } = await at.client.certificates.add({
      kind: 'uploaded',
      certificate: Buffer.from(host.certificate + host.key).toString('base64'),
    });
    // Of this attempt: one whose time was over may still write.
    const report = join(await mkdtemp(join(folder, 'testssl-')), 'report.json');
    const wanted = ['--protocols', '--std', '--fs', '--server-defaults', '--vulnerable'];
    const trust = ['--add-ca', await file('graded.crt', root.certificate)];
    await run(
      'testssl',
      [
        ...wanted,
        ...trust,
        '--quiet',
        '--warnings',
        'batch',
        '--jsonfile',
        report,
        `https://localhost:${port()}`,
      ],
      {
        maxBuffer: 64 * 1024 * 1024,
        signal,
      },
    ).catch(() => undefined);
    await at.client.certificates.remove({ id });
    const findings: { id: string; severity: string; finding: string }[] = JSON.parse(
      await readFile(report, 'utf8'),
    );
    expect(findings.length).toBeGreaterThan(50);
    const grave = findings.filter(({ severity }) =>
      ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'].includes(severity),
    );
    expect(grave.map(({ id: name, finding }) => `${name}: ${finding}`)).toEqual([]);
  }, 240_000);
});
