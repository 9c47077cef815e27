// What is said of files where TLS is that of Electron, which writes other words and refuses less.
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { readIdentity } from '#main/tls/read-identity.ts';
import { faultOfLockedKey } from '#main/tls/read-pem.ts';
import { faultOfPfx } from '#main/tls/read-pfx.ts';
import { issue, rsa } from '#test/support/certificates.ts';

test('a key of 1024 bits is refused all the same, though TLS itself takes it', async () => {
  const usual = tls.DEFAULT_CIPHERS;
  tls.DEFAULT_CIPHERS = `${usual}:@SECLEVEL=0`;
  try {
    const weak = await issue({ name: 'weak', names: ['hooks.example.com'], algorithm: rsa(1024) });
    tls.createSecureContext({ cert: weak.certificate, key: weak.key });
    const read = await readIdentity({
      certificate: Buffer.from(weak.certificate),
      key: Buffer.from(weak.key),
      passphrase: null,
    });
    expect(read).toMatchObject({ ok: false, problem: { code: 'certificate_weak', path: 'certificate' } });
  } finally {
    tls.DEFAULT_CIPHERS = usual;
  }
});

test.each([
  ['INCORRECT_PASSWORD', 'passphrase_wrong', /its passphrase is needed/],
  ['BAD_DECRYPT', 'passphrase_wrong', /its passphrase is needed/],
  ['UNSUPPORTED_ALGORITHM', 'certificate_unreadable', /Callers do not take a key of this kind/],
  ['NO_COMMON_SIGNATURE_ALGORITHMS', 'certificate_unreadable', /Callers do not take a key of this kind/],
  ['SSLV3_ALERT_HANDSHAKE_FAILURE', 'certificate_unreadable', /Callers do not take a key of this kind/],
  ['UNKNOWN_ALGORITHM', 'certificate_unreadable', /locked with an old cipher/],
  ['UNSUPPORTED_KEY_DERIVATION_FUNCTION', 'certificate_unreadable', /locked with an old cipher/],
  ['BAD_PKCS12_DATA', 'certificate_unreadable', /neither a PEM nor a PFX/],
])('a PFX file is refused for %s in the same words', (said, code, says) => {
  const { problem } = faultOfPfx(said, null);
  expect(problem.code).toBe(code);
  expect(problem.detail).toMatch(says);
});

test.each([
  ['BAD_DECRYPT', 'passphrase_wrong', 'passphrase', /does not open/],
  ['UNKNOWN_ALGORITHM', 'certificate_key_missing', 'key', /openssl pkcs8 -topk8/],
  ['UNSUPPORTED_ENCRYPTION', 'certificate_key_missing', 'key', /openssl pkcs8 -topk8/],
  ['UNSUPPORTED_KEY_DERIVATION_FUNCTION', 'certificate_key_missing', 'key', /openssl pkcs8 -topk8/],
])('a locked private key is refused for %s in the same words', (said, code, path, says) => {
  const { problem } = faultOfLockedKey(`error:0b000000:OpenSSL internal:${said}`);
  expect(problem).toMatchObject({ code, path });
  expect(problem.detail).toMatch(says);
});
