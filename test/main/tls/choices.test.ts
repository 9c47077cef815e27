// Pure choices about certificates: which is shown, what is said of them, what they are for.
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { certificateAlarms } from '#main/tls/certificate-alarms.ts';
import { chooseIdentity } from '#main/tls/choose-identity.ts';
import { createChallenges } from '#main/tls/challenges.ts';
import { readAuthorities } from '#main/tls/contexts.ts';
import { localNames } from '#main/tls/local-names.ts';
import { alternativeNames, oneLine } from '#shared/certificate-text.ts';
import type { CertificateStatus } from '#shared/model/certificate.ts';
import { authority, issue, type Wanted } from '#test/support/certificates.ts';

describe('the certificate that is shown', () => {
  const shown = async (wanted: Partial<Wanted> & { readonly names: readonly string[] }) => ({
    name: wanted.name ?? wanted.names[0]!,
    leaf: new X509Certificate((await issue({ name: 'x', ...wanted })).certificate),
  });
  type Shown = Awaited<ReturnType<typeof shown>>;
  let all: { own: Shown[]; made: Shown[] };
  beforeAll(async () => {
    all = {
      own: [
        await shown({ name: 'old', names: ['a.example'], fromDays: -9, toDays: -2 }),
        await shown({ name: 'short', names: ['a.example'], toDays: 9 }),
        await shown({ name: 'long', names: ['a.example', '*.in.example'], toDays: 90 }),
        await shown({ name: 'over', names: ['b.example', 'box'], fromDays: -9, toDays: -2 }),
      ],
      made: [
        await shown({ name: 'made', names: ['localhost', '127.0.0.1', 'a.example', 'box'], toDays: 365 }),
      ],
    };
  });

  test.each([
    ['a.example', 'long'],
    ['A.Example', 'long'],
    ['x.in.example', 'long'],
    ['x.y.in.example', 'short'],
    ['in.example', 'short'],
    ['localhost', 'made'],
    ['127.0.0.1', 'made'],
    ['b.example', 'over'],
    ['box', 'made'],
    ['nobody.example', 'short'],
    [null, 'short'],
    ['bad\u0000name', 'short'],
    ['*', 'short'],
    ['', 'short'],
  ])('to a caller of %j is that of %s', (serverName, expected) => {
    expect(chooseIdentity(all, serverName, Date.now())?.name).toBe(expected);
  });

  test('is the first of all where none is in force, and none where there is none', () => {
    expect(chooseIdentity({ own: all.own.slice(0, 1), made: [] }, null, Date.now())?.name).toBe('old');
    expect(chooseIdentity({ own: [], made: [] }, 'a.example', Date.now())).toBeUndefined();
  });
});

describe('what people are told', () => {
  const status = (change: Partial<CertificateStatus>, daysLeft = 90): CertificateStatus => ({
    id: 'x',
    kind: 'files',
    problem: null,
    files: { certificate: '/a.pem', key: null },
    acme: null,
    facts: {
      subject: 'CN=a',
      issuer: 'CN=b',
      names: ['a.example'],
      from: '2026-01-01T00:00:00.000Z',
      to: '2027-01-01T00:00:00.000Z',
      daysLeft,
      fingerprint256: 'AB',
      findings: [],
    },
    ...change,
  });
  const raised = (...all: CertificateStatus[]) =>
    Object.entries(certificateAlarms(all)).flatMap(([code, text]) => (text === null ? [] : [code]));

  test('of the days left: nothing, a month before, a week before', () => {
    expect(raised(status({}, 31))).toEqual([]);
    expect(raised(status({}, 30), status({}, 8))).toEqual(['certificate_expiring']);
    expect(raised(status({}, 7), status({}, 0))).toEqual(['certificate_ending']);
    expect(certificateAlarms([status({}, 1)]).certificate_ending).toBe(
      'The certificate for a.example runs out in 1 day.',
    );
    expect(raised(status({ kind: 'acme' }, 5), status({ kind: 'made' }, 5))).toEqual([]);
  });

  test('of a certificate that could not be read or renewed, whether another one is in use or not', () => {
    const problem = { code: 'certificate_unreadable', text: 'It is damaged.' };
    expect(certificateAlarms([status({ problem })]).certificate_broken).toBe(
      'The certificate for a.example could not be renewed: It is damaged. The one before stays in use.',
    );
    expect(certificateAlarms([status({ problem, facts: null })]).certificate_broken).toBe(
      'The certificate for /a.pem could not be renewed: It is damaged. No certificate is in use in its place.',
    );
  });
});

test('the names of this machine are its own, those added, and the addresses that are listened on', () => {
  const address = (address: string, internal = false, scopeid = 0) => ({
    address,
    internal,
    netmask: '',
    mac: '',
    cidr: null,
    ...(address.includes(':') ? { family: 'IPv6' as const, scopeid } : { family: 'IPv4' as const }),
  });
  const interfaces = {
    lo: [address('127.0.0.1', true), address('::1', true)],
    eth0: [address('10.0.0.5'), address('fe80::1', false, 2), address('2001:db8::5')],
    auto: [address('169.254.1.1')],
  };
  const machine = { hostname: 'BOX', interfaces, further: ['hooks.example.com', 'no name', '*.example.com'] };
  const always = ['localhost', 'box', 'box.local', 'hooks.example.com', '127.0.0.1', '::1'];
  expect(localNames({ ...machine, listensOn: '127.0.0.1' })).toEqual(always);
  expect(localNames({ ...machine, listensOn: '0.0.0.0' })).toEqual([...always, '10.0.0.5', '2001:db8::5']);
  expect(localNames({ ...machine, listensOn: '10.0.0.5' })).toEqual([...always, '10.0.0.5']);
});

test('a challenge is answered while it is in flight, and at its own path only', () => {
  const challenges = createChallenges();
  challenges.put('token', 'token.thumb');
  expect(challenges.answerTo('/.well-known/acme-challenge/token')).toBe('token.thumb');
  expect(challenges.answerTo('/.well-known/acme-challenge/other')).toBe(null);
  expect(challenges.answerTo('/token')).toBe(null);
  challenges.remove('token');
  expect(challenges.answerTo('/.well-known/acme-challenge/token')).toBe(null);
});

test('alternative names are taken apart, a comma in one included', () => {
  expect(
    alternativeNames('DNS:a.example, IP Address:10.0.0.1, URI:urn:x, DNS:"evil\\u002c DNS:b.example"'),
  ).toEqual(['a.example', '10.0.0.1', 'urn:x', 'evil, DNS:b.example']);
  expect(alternativeNames(undefined)).toEqual([]);
  expect(oneLine('O=Acme\nCN=erp')).toBe('O=Acme, CN=erp');
  expect(oneLine(undefined)).toBe('');
});

test('authorities of client certificates are read one by one, and each has to be one', async () => {
  const [one, two] = [await authority('One'), await authority('Two')];
  const leaf = await issue({ name: 'leaf', by: one });
  const read = (text: string) => readAuthorities(text);
  expect(read(`${one.certificate}\n${two.certificate}`)).toMatchObject({
    ok: true,
    value: [{}, {}].map(() => expect.any(String)),
  });
  expect(read('  ')).toEqual({ ok: true, value: [] });
  for (const [text, says] of [
    ['nonsense', 'This is no certificate in PEM.'],
    [one.certificate + leaf.certificate, 'Certificate 2 is not one of an authority'],
    [one.certificate.replace(/M/g, 'A'), 'Certificate 1 is damaged'],
  ] as const) {
    expect(read(text)).toMatchObject({
      ok: false,
      problem: {
        code: 'input_invalid',
        path: 'https.clientAuthorities',
        detail: expect.stringContaining(says),
      },
    });
  }
});
