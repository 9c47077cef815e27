// What other programs make of certificates; the tests that need one of them are skipped where it is not installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const isInstalled = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).error === undefined;

export const hasOpenssl = isInstalled('openssl', 'version');

/** PFX of a certificate, its chain and its key in PEM, locked with the passphrase `secret`. */
export function pfxOf(pem: string, options: readonly string[] = []): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'hookline-pfx-'));
  const [from, to] = [join(folder, 'all.pem'), join(folder, 'all.pfx')] as const;
  try {
    writeFileSync(from, pem);
    const files = ['-in', from, '-out', to];
    execFileSync('openssl', ['pkcs12', '-export', ...files, '-passout', 'pass:secret', ...options]);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A private key in PEM, locked with the passphrase `secret` as OpenSSL did long ago. */
export const lockedBefore = (key: string): string =>
  execFileSync(
    'openssl',
    [
      'pkcs8',
      '-topk8',
      '-v1',
      'PBE-MD5-DES',
      '-passout',
      'pass:secret',
      '-provider',
      'legacy',
      '-provider',
      'default',
    ],
    { input: key, encoding: 'utf8' },
  );

/** A certificate of its own and its key in PEM, on any curve that OpenSSL knows by this name. */
export function onCurve(curve: string): { readonly certificate: string; readonly key: string } {
  const key = execFileSync('openssl', ['ecparam', '-name', curve, '-genkey', '-noout'], { encoding: 'utf8' });
  const folder = mkdtempSync(join(tmpdir(), 'hookline-curve-'));
  try {
    const file = join(folder, 'key.pem');
    writeFileSync(file, key);
    const made = ['req', '-x509', '-new', '-key', file, '-subj', '/CN=hooks.example.com', '-days', '30'];
    return { key, certificate: execFileSync('openssl', made, { encoding: 'utf8' }) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
