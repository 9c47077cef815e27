// The same edge over TLS: real handshakes against one endpoint.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { connect, createSecureContext, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { handshakeRules } from '#main/tls/handshake-rules.ts';
import type { TlsEdge } from '#main/webhook/server.ts';
import { authority, issue, type Issued } from '#test/support/certificates.ts';
import { type Edge, type EdgeOptions, openEdge, post } from './open-edge.ts';

let root: Issued;
let host: Issued;
let other: Issued;
let erp: Issued;
beforeAll(async () => {
  root = await authority('root');
  host = await issue({ name: 'localhost', names: ['localhost', '127.0.0.1'], by: root });
  other = await issue({ name: 'hooks', names: ['hooks.example.com'], by: root });
  erp = await issue({ name: 'erp', names: ['erp.example.com', '10.0.0.7'], by: root, use: 'client' });
});

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

let failures = 0;
/** An HTTPS edge with one certificate for `localhost`, and one for `hooks.example.com`. */
async function secureEdge(
  clientCertificates: TlsEdge['clientCertificates'] = 'off',
  options: EdgeOptions = {},
): Promise<Edge> {
  failures = 0;
  const contextOf = ({ certificate, key }: Issued) => ({
    ...handshakeRules,
    cert: certificate,
    key,
    ca: [root.certificate],
  });
  const edge = await openEdge({
    ...options,
    tls: {
      fallback: contextOf(host),
      contextFor: (name) => (name === 'hooks.example.com' ? createSecureContext(contextOf(other)) : null),
      clientCertificates,
      failed: () => failures++,
    },
  });
  closing.push(edge.close);
  return edge;
}

/** A connection after its handshake, or the error it ended with. */
function shake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', ca: root.certificate, ...options }, () =>
      resolve(socket),
    );
    socket.once('error', reject);
    closing.push(() => void socket.destroy());
  });
}

/** All that comes until the other side closes. */
function readAll(socket: TLSSocket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('end', () => resolve(text)).on('error', reject);
  });
}

/** Whether it ended, and what came until then. */
function plainEnd(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectPlain(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined).on('close', () => resolve(text));
    closing.push(() => void socket.destroy());
  });
}

const closed = 'Connection: close\r\n';
const postTo = (hostName: string) => post('hi', closed).replace('Host: localhost', `Host: ${hostName}`);

async function exchangeSecure(edge: Edge, request: string, options?: ConnectionOptions): Promise<number> {
  const socket = await shake(edge.port, options);
  const answer = readAll(socket);
  socket.write(request);
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(await answer)?.[1]);
}

describe('a call over TLS', () => {
  test('is received like any other, and known to be secure', async () => {
    const edge = await secureEdge();
    expect(await exchangeSecure(edge, postTo('localhost'), { servername: 'localhost' })).toBe(202);
    const { isSecure, clientCertificate } = edge.accepted[0]!.call;
    expect({ isSecure, clientCertificate }).toEqual({ isSecure: true, clientCertificate: null });
  });

  test('is answered after its caller shut the sending side', async () => {
    const edge = await secureEdge();
    const socket = await shake(edge.port, { servername: 'localhost' });
    socket.allowHalfOpen = true;
    const answer = readAll(socket);
    socket.end(post('hi'));
    expect(await answer).toMatch(/^HTTP\/1\.1 202 /);
  });

  test('H127: TLS 1.0 and 1.1 end in an alert, 1.2 and 1.3 are spoken', async () => {
    const edge = await secureEdge();
    for (const version of ['TLSv1', 'TLSv1.1'] as const) {
      const old = { minVersion: version, maxVersion: version, ciphers: 'ALL@SECLEVEL=0' };
      await expect(shake(edge.port, { ...old, servername: 'localhost' })).rejects.toThrow(
        /alert protocol version/,
      );
    }
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await shake(edge.port, {
        minVersion: version,
        maxVersion: version,
        servername: 'localhost',
      });
      expect(socket.getProtocol()).toBe(version);
    }
  });

  test('H128: of an unknown server name is shown the usual certificate, and its Host refused', async () => {
    const edge = await secureEdge();
    const options = { servername: 'nobody.example', rejectUnauthorized: false };
    const socket = await shake(edge.port, options);
    expect(socket.getPeerCertificate().subject.CN).toBe('localhost');
    expect(await exchangeSecure(edge, postTo('nobody.example'), options)).toBe(421);
  });

  test('H128: is shown the certificate of the server name, and must ask for that host', async () => {
    const edge = await secureEdge();
    const options = { servername: 'Hooks.example.com' };
    const socket = await shake(edge.port, options);
    expect(socket.getPeerCertificate().subject.CN).toBe('hooks');
    expect(await exchangeSecure(edge, postTo('hooks.example.com:8443'), options)).toBe(202);
    for (const elsewhere of ['localhost', '127.0.0.1', '[::1]']) {
      expect(await exchangeSecure(edge, postTo(elsewhere), options)).toBe(421);
    }
    expect(edge.refused.at(-1)?.problem).toMatchObject({
      code: 'host_unknown',
      reason: 'The TLS handshake named hooks.example.com, the request [::1].',
    });
  });

  test('without a server name may ask for any host that is served', async () => {
    const edge = await secureEdge();
    for (const name of ['hooks.example.com', 'localhost', '127.0.0.1']) {
      expect(await exchangeSecure(edge, postTo(name), { servername: '' })).toBe(202);
    }
  });

  test('H130: cannot ask for another handshake on its connection', async () => {
    const edge = await secureEdge();
    const socket = await shake(edge.port, { maxVersion: 'TLSv1.2', servername: 'localhost' });
    const error = await new Promise<Error | null>((resolve) => {
      socket.once('error', resolve);
      socket.renegotiate({}, resolve);
    });
    expect(error?.message).toMatch(/no renegotiation/i);
  });

  test('comes with HTTP/1.1, and is refused in the handshake where it offers HTTP/2 only', async () => {
    const edge = await secureEdge();
    const both = await shake(edge.port, { servername: 'localhost', ALPNProtocols: ['h2', 'http/1.1'] });
    expect(both.alpnProtocol).toBe('http/1.1');
    await expect(shake(edge.port, { servername: 'localhost', ALPNProtocols: ['h2'] })).rejects.toThrow(
      /no application protocol/,
    );
  });
});

describe('bytes that are no handshake', () => {
  test('H125: plain HTTP is closed without an answer', async () => {
    const edge = await secureEdge();
    expect(await plainEnd(edge.port, post('hi'))).not.toMatch(/HTTP/);
    expect(failures).toBe(1);
    expect(edge.reached).toEqual([]);
  });

  test('H126: silence, and half of a hello, are closed when the time for a handshake is over', async () => {
    const edge = await secureEdge('off', { limits: { handshakeTimeoutMs: 200 } });
    const halfHello = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]);
    expect(await Promise.all([plainEnd(edge.port, ''), plainEnd(edge.port, halfHello)])).toEqual(['', '']);
  });

  test('that fill all places for handshakes make room for who ends one, the oldest first', async () => {
    const limits = { maxConnections: 3, handshakeTimeoutMs: 3_600_000 };
    const edge = await secureEdge('off', { limits });
    const ends: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const socket = connectPlain(edge.port, '127.0.0.1');
      closing.push(() => void socket.destroy());
      socket.on('error', () => undefined).on('close', () => ends.push(name));
      await once(socket, 'connect');
    }
    await expect.poll(() => ends).toEqual(['a', 'b']);
    expect(await exchangeSecure(edge, postTo('localhost'), { servername: 'localhost' })).toBe(202);
    await expect.poll(() => ends).toEqual(['a', 'b', 'c']);
  });

  test('do not hold up the end of the listener', async () => {
    const edge = await secureEdge('off', { limits: { handshakeTimeoutMs: 3_600_000 } });
    const silent = plainEnd(edge.port, Buffer.from([0x16]));
    await shake(edge.port, { servername: 'localhost' });
    await edge.server.close(Promise.resolve());
    expect(await silent).toBe('');
  });
});

describe('a client certificate', () => {
  const shown = () => ({ servername: 'localhost', cert: erp.certificate, key: erp.key });

  test('that was asked for is known by its names, and by who issued it', async () => {
    const edge = await secureEdge('ask');
    expect(await exchangeSecure(edge, postTo('localhost'), shown())).toBe(202);
    const { call } = edge.accepted[0]!;
    expect(call.clientCertificate).toEqual({
      subject: 'CN=erp',
      issuer: 'CN=root',
      fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      names: ['erp.example.com', '10.0.0.7'],
      isTrusted: true,
      endsAtMs: new X509Certificate(erp.certificate).validToDate.getTime(),
    });
  });

  test('is read once for all calls of its connection, on a resumed session too', async () => {
    const edge = await secureEdge('ask');
    const socket = await shake(edge.port, shown());
    const session = new Promise<Buffer>((resolve) => socket.once('session', resolve));
    const answer = readAll(socket);
    socket.write(post('hi') + post('hi', closed));
    await answer;
    const [one, two] = edge.accepted;
    expect(two?.call.clientCertificate).toBe(one?.call.clientCertificate);
    const again = await shake(edge.port, { ...shown(), session: await session });
    expect(again.isSessionReused()).toBe(true);
    const second = readAll(again);
    again.write(post('hi', closed));
    await second;
    expect(edge.accepted[2]?.call.clientCertificate).toEqual(one?.call.clientCertificate);
  });

  test('of an unknown authority, or out of date, is told apart where it is asked for', async () => {
    const edge = await secureEdge('ask');
    const stranger = await issue({ name: 'stranger', use: 'client' });
    const old = await issue({ name: 'old', by: root, fromDays: -9, toDays: -2, use: 'client' });
    for (const { certificate: cert, key } of [stranger, old]) {
      expect(await exchangeSecure(edge, postTo('localhost'), { servername: 'localhost', cert, key })).toBe(
        202,
      );
    }
    expect(edge.accepted.map(({ call }) => call.clientCertificate?.isTrusted)).toEqual([false, false]);
    expect(await exchangeSecure(edge, postTo('localhost'), { servername: 'localhost' })).toBe(202);
    expect(edge.accepted[2]?.call.clientCertificate).toBe(null);
  });

  test('H131: that is required and not shown, or not trusted, ends the handshake and is counted', async () => {
    const edge = await secureEdge('require');
    const stranger = await issue({ name: 'stranger', use: 'client' });
    // In TLS 1.3 the caller is done before the server has looked: the alert comes with what it reads.
    const refusedWith = (options: ConnectionOptions) =>
      exchangeSecure(edge, postTo('localhost'), { servername: 'localhost', ...options }).then(String, String);
    expect(await refusedWith({})).toMatch(/certificate required|ECONNRESET|NaN/);
    expect(await refusedWith({ cert: stranger.certificate, key: stranger.key })).toMatch(
      /unknown ca|ECONNRESET|NaN/,
    );
    expect(await refusedWith({ maxVersion: 'TLSv1.2' })).toMatch(
      /handshake failure|certificate required|ECONNRESET/,
    );
    await expect.poll(() => failures).toBe(3);
    expect(edge.reached).toEqual([]);
    expect(await exchangeSecure(edge, postTo('localhost'), shown())).toBe(202);
  });
});
