import { expect, test } from 'vitest';
import type { CertificateStatus } from '#shared/model/certificate.ts';
import { authorityToTrust, hereOnly } from '#shared/hand-out/place.ts';

type Certificate = Pick<CertificateStatus, 'kind' | 'facts'>;
const certificate = (kind: Certificate['kind'], ...names: string[]): Certificate => ({
  kind,
  facts: {
    subject: 'CN=host',
    issuer: 'CN=issuer',
    names,
    from: '2026-01-01T00:00:00.000Z',
    to: '2027-01-01T00:00:00.000Z',
    daysLeft: 30,
    fingerprint256: 'AB',
    findings: [],
  },
});
const made = certificate('made', 'localhost', '127.0.0.1');

test.each([
  ['https://localhost:8443', [made], true, 'hookline-authority.crt'],
  [
    'https://localhost:8443',
    [made, certificate('acme', 'hooks.example.com')],
    true,
    'hookline-authority.crt',
  ],
  ['https://HOOKS.example.com', [made, certificate('acme', 'hooks.example.com')], true, null],
  ['https://a.example.com/', [made, certificate('files', '*.example.com')], true, null],
  ['https://a.b.example.com/', [made, certificate('files', '*.example.com')], true, 'hookline-authority.crt'],
  ['https://[::1]:8443', [made, certificate('uploaded', '::1')], true, null],
  ['https://behind.a.proxy', [made], false, null],
  ['http://localhost:8080', [made], true, null],
  ['https://localhost', [], true, null],
  [null, [made], true, null],
])('who calls %s, with these certificates, has to trust %4$s', (url, certificates, hasHttps, file) => {
  expect(authorityToTrust(url, certificates, hasHttps)).toBe(file);
});

test.each([
  [['http://127.0.0.1:8080'], true],
  [['https://localhost:8443', 'http://127.0.0.1:8080'], true],
  [['http://[::1]:8080'], true],
  [['https://hooks.example.com', 'http://127.0.0.1:8080'], false],
  [['http://localhost.example.com'], false],
  [['http://192.168.0.7:8080'], false],
  [[], false],
])('that nobody elsewhere can call %j is said: %s', (baseUrls, isSaid) => {
  const word = hereOnly({ baseUrls, authorityFile: null, version: '0.1.0' });
  expect(word !== null && /Settings, Public address/.test(word)).toBe(isSaid);
});
