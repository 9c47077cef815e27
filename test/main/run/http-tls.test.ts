// Whom an httpRequest trusts over TLS, and what it shows.
import { authority, issue, type Issued } from '#test/support/certificates.ts';
import { beforeAll, expect, test } from 'vitest';
import { type Answer, peerTests } from './ask-peer.ts';
import { okHead, startMisbehavingPeer } from './misbehaving-peer.ts';
import { stepsOf } from './run-workflow.ts';

const { ask, peer } = peerTests();

let root: Issued;
let good: Issued;
const closes: Answer = (_request, socket) => void socket.end(okHead('content-length: 0'));
const pair = ({ certificate, key }: Issued) => ({ cert: certificate, key });
beforeAll(async () => {
  root = await authority('Root');
  good = await issue({ name: 'localhost', names: ['127.0.0.1'], by: root });
});

test('a certificate by an authority of one’s own is trusted where the step says so', async () => {
  const { result } = await ask(closes, { tls: { ca: root.certificate } }, pair(good));
  expect(result).toMatchObject({ status: 200 });
});

test.each<[string, () => Promise<Issued>, boolean, RegExp]>([
  [
    'is over',
    () => issue({ name: 'localhost', names: ['127.0.0.1'], by: root, fromDays: -9, toDays: -1 }),
    true,
    /expired/,
  ],
  [
    'is for another name',
    () => issue({ name: 'other', names: ['other.example'], by: root }),
    true,
    /does not match certificate's altnames/,
  ],
  ['is its own authority', () => issue({ name: 'localhost', names: ['127.0.0.1'] }), true, /self-signed/],
  ['is by somebody unknown', async () => good, false, /unable to (get|verify)/],
])(
  'with a certificate that %s fails the step, but not where any is taken',
  async (_name, make, isTrusted, words) => {
    const tls = pair(await make());
    const { reason } = await ask(closes, isTrusted ? { tls: { ca: root.certificate } } : {}, tls);
    expect(reason).toMatch(words);
    expect(peer().received).toEqual([]);
    const { result } = await ask(closes, { tls: { insecure: true } }, tls);
    expect(result).toMatchObject({ status: 200 });
  },
);

test('a server that asks for a client certificate is shown the one of the step, whose key is in no trace', async () => {
  const wants = { ...pair(good), ca: root.certificate, requestCert: true, rejectUnauthorized: true };
  const without = await ask(closes, { tls: { ca: root.certificate } }, wants);
  expect(without.outcome.state).toBe('failed');
  const client = await issue({ name: 'hookline', by: root, use: 'client' });
  const tls = { ca: root.certificate, certificate: client.certificate, privateKey: client.key };
  const { outcome, result } = await ask(closes, { tls }, wants);
  expect(result).toMatchObject({ status: 200 });
  expect(JSON.stringify(stepsOf(outcome))).not.toContain('PRIVATE KEY');
});

test('the settings of a step hold for the address of the step and not for where it is redirected', async () => {
  const other = await startMisbehavingPeer(closes, pair(await issue({ name: 'x', names: ['127.0.0.1'] })));
  const moved: Answer = (_request, socket) =>
    void socket.end(`HTTP/1.1 302 Found\r\nlocation: ${other.url}/\r\ncontent-length: 0\r\n\r\n`);
  const { reason } = await ask(moved, { tls: { insecure: true } }, pair(good));
  expect(reason).toMatch(/self-signed/);
  await other.close();
});

test('a certificate that is none fails the step in words', async () => {
  const { reason } = await ask(
    closes,
    { tls: { ca: 'no PEM', certificate: 'x', privateKey: 'y' } },
    pair(good),
  );
  expect(reason).toMatch(/^send: .+\(GET https:/);
});
