// What is said of the files that people hand in: each row is one mistake, or one form that is right.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { findingsOf } from '#main/tls/check-identity.ts';
import type { GivenIdentity } from '#main/tls/identity.ts';
import { readIdentity } from '#main/tls/read-identity.ts';
import type { CertificateFinding } from '#shared/model/certificate.ts';
import { authority, issue, type Issued, rsa } from '#test/support/certificates.ts';
import { hasOpenssl, lockedBefore, onCurve, pfxOf } from '#test/support/openssl.ts';

let root: Issued;
let middle: Issued;
let host: Issued;
let other: Issued;
beforeAll(async () => {
  root = await authority('Our root');
  middle = await authority('Our issuer', { by: root });
  host = await issue({ name: 'hooks', names: ['hooks.example.com'], by: middle });
  other = await issue({ name: 'other', names: ['other.example.com'], by: middle });
});

const given = (
  certificate: string | Buffer,
  key: string | null = null,
  passphrase: string | null = null,
): GivenIdentity => ({
  certificate: Buffer.from(certificate),
  key: key === null ? null : Buffer.from(key),
  passphrase,
});

const locked = ({ key }: Issued): string =>
  createPrivateKey(key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
    .toString();

const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;

/** PFX files are made by OpenSSL, which may not be there. */
const isTestable = ([what]: readonly [what: string, ...unknown[]]): boolean =>
  hasOpenssl || !what.includes('PFX');

type Row = readonly [
  what: string,
  files: () => GivenIdentity | Promise<GivenIdentity>,
  expected: { readonly code?: string; readonly path?: string; readonly says?: RegExp },
];

const mistakes: readonly Row[] = [
  [
    'nothing at all',
    () => given(''),
    { code: 'certificate_unreadable', path: 'certificate', says: /neither a PEM nor a PFX/ },
  ],
  [
    'any bytes',
    () => given(Buffer.from([0, 1, 2, 3])),
    { code: 'certificate_unreadable', path: 'certificate', says: /neither/ },
  ],
  [
    'a request',
    () => given('-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----'),
    { code: 'certificate_unreadable', says: /a request for a certificate/ },
  ],
  [
    'PKCS #7',
    () => given('-----BEGIN PKCS7-----\nAA==\n-----END PKCS7-----'),
    { code: 'certificate_unreadable', says: /openssl pkcs7/ },
  ],
  [
    'the key in place of the certificate',
    () => given(host.key, host.key),
    { code: 'certificate_unreadable', says: /This is a private key/ },
  ],
  [
    'a cut certificate',
    () => given(host.certificate.replace(/\n[^\n]+\n[^\n]+\n-----END/, '\n-----END'), host.key),
    { code: 'certificate_unreadable', says: /damaged/ },
  ],
  [
    'no key',
    () => given(host.certificate),
    { code: 'certificate_key_missing', path: 'key', says: /made together with the request/ },
  ],
  [
    'a certificate as key',
    () => given(host.certificate, host.certificate),
    { code: 'certificate_key_missing', path: 'key', says: /BEGIN PRIVATE KEY/ },
  ],
  [
    'a cut key',
    () => given(host.certificate, host.key.replace(/\n[^\n]+\n-----END/, '\n-----END')),
    { code: 'certificate_key_missing', path: 'key', says: /damaged/ },
  ],
  [
    "another one's key",
    () => given(host.certificate, other.key),
    { code: 'certificate_key_wrong', path: 'key', says: /does not belong/ },
  ],
  [
    'a locked key without its passphrase',
    () => given(host.certificate, locked(host)),
    { code: 'passphrase_wrong', path: 'passphrase', says: /is needed/ },
  ],
  [
    'a locked key with another passphrase',
    () => given(host.certificate, locked(host), 'wrong'),
    { code: 'passphrase_wrong', path: 'passphrase', says: /does not open/ },
  ],
  [
    'PFX without its passphrase',
    () => given(pfxOf(host.certificate + host.key)),
    { code: 'passphrase_wrong', path: 'passphrase', says: /is needed/ },
  ],
  [
    'PFX with another passphrase',
    () => given(pfxOf(host.certificate + host.key), null, 'wrong'),
    { code: 'passphrase_wrong', says: /does not open/ },
  ],
  [
    'PFX without a key',
    () => given(pfxOf(host.certificate, ['-nokeys']), null, 'secret'),
    { code: 'certificate_key_missing', says: /no private key/ },
  ],
  [
    'PFX with an old cipher',
    () => given(pfxOf(host.certificate + host.key, ['-legacy']), null, 'secret'),
    { code: 'certificate_unreadable', says: /old cipher/ },
  ],
  ...['brainpoolP256r1', 'secp256k1'].map((curve): Row => [
    `PFX with a key on ${curve}`,
    () => {
      const { certificate, key } = onCurve(curve);
      return given(pfxOf(certificate + key), null, 'secret');
    },
    { code: 'certificate_unreadable', path: 'certificate', says: /RSA key of 2048 bits or more, or P-256/ },
  ]),
  [
    'a private key locked with an old cipher, as one in a PFX file may be',
    () => given(host.certificate, lockedBefore(host.key), 'secret'),
    { code: 'certificate_key_missing', path: 'key', says: /openssl pkcs8 -topk8/ },
  ],
  [
    'a certificate with a key of a kind that nobody knows',
    () => {
      const { raw } = new X509Certificate(host.certificate);
      // The last number of what names a key on an elliptic curve.
      raw[raw.indexOf(Buffer.from('2a8648ce3d0201', 'hex')) + 6] = 9;
      return given(pemOf(raw), host.key);
    },
    { code: 'certificate_unreadable', path: 'certificate', says: /RSA key of 2048 bits or more, or P-256/ },
  ],
  [
    'a key of 1024 bits',
    async () => {
      const weak = await issue({ name: 'weak', names: ['hooks.example.com'], algorithm: rsa(1024) });
      return given(weak.certificate, weak.key);
    },
    { code: 'certificate_weak', path: 'certificate', says: /2048 bits/ },
  ],
];

describe('a certificate that cannot be used', () => {
  test.each(mistakes.filter(isTestable))(
    'because there is %s is refused at its field, with what helps',
    async (_what, files, { says, ...expected }) => {
      const read = await readIdentity(await files());
      expect(read).toMatchObject({ ok: false, problem: expected });
      expect(read.ok ? '' : read.problem.detail).toMatch(says ?? /./);
    },
  );
});

const good: readonly (readonly [what: string, files: () => GivenIdentity])[] = [
  ['PEM and its key', () => given(host.certificate + middle.certificate, host.key)],
  ['all in one file, the key first', () => given(host.key + host.certificate + middle.certificate)],
  [
    'a locked key with its passphrase',
    () => given(host.certificate + middle.certificate, locked(host), 'open sesame'),
  ],
  ['PFX', () => given(pfxOf(host.certificate + host.key + middle.certificate), null, 'secret')],
  [
    'Windows line ends and notes between',
    () =>
      given(
        `Bag Attributes\r\n${host.certificate}subject=CN\r\n${middle.certificate}`.replaceAll('\n', '\r\n'),
        host.key,
      ),
  ],
  [
    'its chain upside down, with the root',
    () => given(root.certificate + middle.certificate + host.certificate, host.key),
  ],
];

describe('a certificate that can be used', () => {
  test.each(good.filter(isTestable))('as %s is read with its chain in order', async (_what, files) => {
    const read = await readIdentity(files());
    if (!read.ok) throw new Error(read.problem.detail);
    expect(read.value.leaf.fingerprint256).toBe(new X509Certificate(host.certificate).fingerprint256);
    expect(read.value.issuers[0]?.subject).toBe('CN=Our issuer');
  });

  test('in DER without its chain is read too', async () => {
    const { raw } = new X509Certificate(host.certificate);
    const read = await readIdentity({ certificate: raw, key: Buffer.from(host.key), passphrase: null });
    expect(read.ok && read.value.issuers).toEqual([]);
  });
});

const day = 24 * 60 * 60 * 1_000;
interface Found {
  readonly what: string;
  readonly files: () => GivenIdentity | Promise<GivenIdentity>;
  readonly expected: readonly (readonly [CertificateFinding['code'], isGrave: boolean])[];
  readonly publicHost?: string;
  readonly inDays?: number;
}

const whole = () => given(host.certificate + middle.certificate + root.certificate, host.key);
const graveOnly = (code: CertificateFinding['code']) => [[code, true]] as const;
const mildOnly = (code: CertificateFinding['code']) => [[code, false]] as const;

const found: readonly Found[] = [
  { what: 'a whole chain of an own authority', files: whole, expected: [] },
  {
    what: 'a chain that stops before its root',
    files: () => given(host.certificate + middle.certificate, host.key),
    expected: mildOnly('chain_open'),
  },
  {
    what: 'a chain without the intermediate',
    files: () => given(host.certificate + root.certificate, host.key),
    expected: mildOnly('chain_open'),
  },
  {
    what: 'a chain upside down',
    files: () => given(root.certificate + middle.certificate + host.certificate, host.key),
    expected: mildOnly('chain_reordered'),
  },
  {
    what: 'itself as its issuer',
    async files() {
      const own = await issue({ name: 'own', names: ['a.example'] });
      return given(own.certificate, own.key);
    },
    expected: mildOnly('self_signed'),
  },
  {
    what: 'no alternative names',
    async files() {
      const bare = await issue({ name: 'bare', by: root });
      return given(bare.certificate + root.certificate, bare.key);
    },
    expected: mildOnly('no_names'),
  },
  {
    what: 'another public host',
    files: whole,
    publicHost: 'www.example.com',
    expected: mildOnly('public_name_missing'),
  },
  { what: 'the public host', files: whole, publicHost: 'hooks.example.com', expected: [] },
  { what: 'its days over', files: whole, inDays: 61, expected: graveOnly('certificate_expired') },
  { what: 'its days to come', files: whole, inDays: -3, expected: mildOnly('not_yet_valid') },
  {
    what: 'a signature with SHA-1',
    async files() {
      const old = await authority('Old', { algorithm: rsa(2048, 'SHA-1') });
      const algorithm = rsa(2048, 'SHA-1');
      const signed = await issue({ name: 'a', names: ['a.example'], by: old, algorithm });
      return given(signed.certificate + old.certificate, signed.key);
    },
    expected: graveOnly('certificate_weak'),
  },
];

describe('what callers would not accept', () => {
  test.each(found)(
    'is found in a certificate with $what',
    async ({ files, expected, inDays = 0, publicHost = null }) => {
      const read = await readIdentity(await files());
      if (!read.ok) throw new Error(read.problem.detail);
      const findings = findingsOf(read.value, { now: Date.now() + inDays * day, publicHost });
      expect(findings.map(({ code, isGrave }) => [code, isGrave])).toEqual(expected);
      for (const { text } of findings) expect(text).toMatch(/\.$/);
    },
  );
});
