// Tokens by jose, keys from a real server of key sets.
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  base64url,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWTPayload,
} from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeySets } from '#main/call/auth/key-sets.ts';
import { rememberTokens } from '#main/call/auth/remember-tokens.ts';
import { draftOf, type IntegrationDraftInput } from '#shared/model/integration.ts';
import type { JwtAlgorithm } from '#shared/model/auth/jwt.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { openRaw } from '#test/support/raw-socket.ts';
import { create, draft, startRuntime } from '#test/support/runtime.ts';
import { openCore, type OpenCore, type OpenTrigger } from './open-core.ts';

type Trigger = IntegrationDraftInput['trigger'];

let core: OpenCore;
beforeAll(async () => {
  core = await openCore();
});
afterAll(() => core.close());

const open = (jwt: object, rest: Partial<Trigger> = {}) =>
  // The short forms of a file are not of the type that forms fill in.
  core.trigger({ kind: 'jwt', ...jwt } as Trigger['authentication'], rest);

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
const tokenOf = (
  key: CryptoKey | Uint8Array,
  alg: string,
  payload: JWTPayload = {},
  header: object = {},
): Promise<string> =>
  new SignJWT({ sub: 'erp', exp: nowSeconds() + 600, ...payload })
    .setProtectedHeader({ alg, ...header })
    .sign(key);
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const right = { status: 202, code: null, keyLabel: 'erp' };
const wrong = {
  status: 401,
  code: 'token_wrong',
  detail: 'The token is wrong',
  challenge: 'Bearer realm="hookline", error="invalid_token"',
};

describe('a token that is signed with a public key', () => {
  it.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'] satisfies JwtAlgorithm[])(
    'by %s is right for its caller, and wrong by another key',
    async (alg) => {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
      const other = await generateKeyPair(alg);
      const { send } = await open({
        algorithms: [alg],
        keys: [{ label: 'Issuer', key: await exportSPKI(publicKey) }],
      });
      expect(await send(bearer(await tokenOf(privateKey, alg)))).toMatchObject(right);
      const forged = await send(bearer(await tokenOf(other.privateKey, alg)));
      expect(forged).toMatchObject(wrong);
      expect(forged.reason).toBe('None of the keys of this trigger signed the token.');
    },
  );
});

describe('a token that is signed with a shared secret', () => {
  const secret = randomBytes(48).toString('base64url');
  const key = new TextEncoder().encode(secret);
  let trigger: OpenTrigger;
  beforeAll(async () => {
    trigger = await open({
      algorithms: ['HS256'],
      keys: [{ label: 'Shared', key: secret }],
      issuer: 'https://issuer.example',
      audience: 'orders',
      claims: { tenant: 7, scope: 'write' },
      clockSkewSeconds: 30,
    });
  });
  const good = { iss: 'https://issuer.example', aud: ['orders', 'stock'], tenant: 7, scope: 'read write' };

  it('is right by what it says, again and again', async () => {
    const token = await tokenOf(key, 'HS256', good);
    expect(await trigger.send(bearer(token))).toMatchObject(right);
    expect(await trigger.send({ headers: { authorization: `bEARER  ${token}` } })).toMatchObject(right);
  });

  it('is asked for where there is none', async () => {
    const asked = { status: 401, code: 'token_missing', challenge: 'Bearer realm="hookline"' };
    expect(await trigger.send()).toMatchObject(asked);
    expect(await trigger.send({ headers: { authorization: 'Basic eDp5' } })).toMatchObject(asked);
  });

  it.each([
    ['another issuer', { iss: 'https://other.example' }, 'The claim iss of the token is another one.'],
    ['no issuer', { iss: undefined }, 'The claim iss of the token is missing.'],
    ['another audience', { aud: 'stock' }, 'The claim aud of the token is another one.'],
    ['another value of a claim', { tenant: 8 }, 'The claim tenant of the token is not 7.'],
    ['a claim that is no value', { tenant: { id: 7 } }, 'The claim tenant of the token is not 7.'],
    ['no such value in a list', { tenant: [8, '70'] }, 'The claim tenant of the token is not 7.'],
    ['no such value but a word of it', { tenant: '7 8' }, 'The claim tenant of the token is not 7.'],
    [
      'no such scope but a word of one',
      { scope: ['write all'] },
      'The claim scope of the token is not "write".',
    ],
    ['a part of a scope', { scope: 'read writes' }, 'The claim scope of the token is not "write".'],
    ['a time before it begins', { nbf: nowSeconds() + 3_600 }, 'The token is not valid yet.'],
  ])('is wrong with %s', async (_what, payload, reason) => {
    const sent = await trigger.send(bearer(await tokenOf(key, 'HS256', { ...good, ...payload })));
    expect(sent).toMatchObject({ ...wrong, reason });
  });

  it('has an end, give or take the skew', async () => {
    const ending = (ago: number) => tokenOf(key, 'HS256', { ...good, exp: nowSeconds() - ago });
    expect(await trigger.send(bearer(await ending(20)))).toMatchObject(right);
    const sent = await trigger.send(bearer(await ending(100)));
    expect(sent).toMatchObject({ status: 401, code: 'token_expired', detail: 'The token has expired' });
    expect(sent.reason).toMatch(/^The token expired 10\d s ago\.$/);
  });

  it.each(['x', 'a.b.c', 'e30.e30.', `${'x'.repeat(9_000)}.y.z`])('is not %s', async (token) => {
    expect(await trigger.send(bearer(token))).toMatchObject(wrong);
  });

  it('is never kept, nor given to the workflow', async () => {
    const token = await tokenOf(key, 'HS256', good);
    const { callId } = await trigger.send({ ...bearer(token), query: `?copied=${token}` });
    expect(JSON.stringify(await core.at.client.calls.get({ id: callId }))).not.toContain(token);
  });

  it('of which the body was changed is wrong', async () => {
    const [head, , signature] = (await tokenOf(key, 'HS256', good)).split('.');
    const changed = base64url.encode(JSON.stringify({ ...good, sub: 'somebody else' }));
    expect(await trigger.send(bearer(`${head}.${changed}.${signature}`))).toMatchObject(wrong);
  });
});

describe('a token without an end', () => {
  const secret = randomBytes(48).toString('base64url');
  const key = new TextEncoder().encode(secret);
  const jwt = { algorithms: ['HS256'], keys: [{ label: 'Shared', key: secret }] };
  const endless = () => tokenOf(key, 'HS256', { exp: undefined });
  const reason = 'The token has no end: its claim exp is missing.';

  it('is refused, unless the trigger says that it needs none', async () => {
    const { send } = await open(jwt);
    expect(await send(bearer(await endless()))).toMatchObject({ ...wrong, reason });
    expect(await send(bearer(await tokenOf(key, 'HS256')))).toMatchObject(right);
    const lenient = await open({ ...jwt, requireExpiry: false });
    expect(await lenient.send(bearer(await endless()))).toMatchObject(right);
    const over = await lenient.send(bearer(await tokenOf(key, 'HS256', { exp: nowSeconds() - 3_600 })));
    expect(over).toMatchObject({ status: 401, code: 'token_expired' });
  });

  it('stays right for a trigger that was saved before anybody could say so', async () => {
    const folder = await newFolder();
    const first = await startRuntime(folder);
    const authentication = { kind: 'jwt', ...jwt } as object as Trigger['authentication'];
    const { integration, address } = await create(first, draft('Old', { authentication }));
    await first.stop();
    const db = new Database(join(folder, 'config.db'));
    const field = '$.trigger.authentication.requireExpiry';
    const isKept = db.prepare('SELECT json_extract(document, ?) FROM integration_versions').pluck();
    expect(isKept.get(field)).toBe(1);
    db.prepare('UPDATE integration_versions SET document = json_remove(document, ?)').run(field);
    db.close();

    const again = await startRuntime(folder);
    const call = async () => {
      const init = { method: 'POST', ...bearer(await endless()) };
      return (await fetch(again.url + new URL(address).pathname, init)).status;
    };
    expect(await call()).toBe(202);
    const { id } = integration;
    await again.client.integrations.update({
      id,
      draft: draftOf(await again.client.integrations.get({ id })),
    });
    expect(await call()).toBe(202);
    await again.stop();
    await dropFolder(folder);
  });
});

describe('the algorithm', () => {
  it('is what is set, whatever a token says: not none, and not a public key as a shared secret', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const pem = await exportSPKI(publicKey);
    const { send } = await open({ algorithms: ['RS256'], keys: [{ label: 'Issuer', key: pem }] });
    const unsigned = `${part({ alg: 'none' })}.${part({ sub: 'erp' })}.`;
    const byNone = await send(bearer(unsigned));
    expect(byNone).toMatchObject(wrong);
    expect(byNone.reason).toBe('The token is signed with "none"; RS256 would be right.');
    const confused = `${part({ alg: 'HS256' })}.${part({ sub: 'erp' })}`;
    const mac = createHmac('sha256', pem).update(confused).digest('base64url');
    expect(await send(bearer(`${confused}.${mac}`))).toMatchObject(wrong);
    expect(await send(bearer(await tokenOf(privateKey, 'RS256')))).toMatchObject(right);
  });

  it.each([
    ['shared and public ones together', { algorithms: ['HS256', 'RS256'] }, 'algorithms'],
    ['none', { algorithms: [] }, 'algorithms'],
    ['"none"', { algorithms: ['none'] }, 'algorithms[0]'],
    ['a shared one and an address', { algorithms: ['HS256'], jwks: 'https://x.example/keys' }, 'jwks'],
    ['a login at the issuer', { algorithms: ['ES256'], jwks: 'https://erp:secret@x.example/keys' }, 'jwks'],
    ['a short secret', { algorithms: ['HS256'], keys: [{ label: 'A', key: 'short' }] }, 'keys[0].key'],
    [
      'what is no key',
      { algorithms: ['ES256'], keys: [{ label: 'A', key: `-----BEGIN ${'x'.repeat(40)}` }] },
      'keys[0].key',
    ],
  ])('is not set to %s', async (_what, jwt, field) => {
    await expect(open(jwt)).rejects.toMatchObject({
      data: { path: expect.stringContaining(`trigger.authentication.${field}`) },
    });
  });
});

const part = (value: object) => base64url.encode(JSON.stringify(value));

// Whatever fails for nobody would end the process, and this run of the tests with it.
describe('a token that nobody has made by the rules', () => {
  const secret = randomBytes(48).toString('base64url');
  const jwt = { kind: 'jwt', algorithms: ['HS256'], keys: [{ label: 'Shared', key: secret }] };
  const heads = [5, null, {}, [], ['HS256'], true, ''].map((alg) => `${part({ alg })}.e30.AAAA`);

  it.each([...heads, `${part({})}.e30.AAAA`, `${part({ alg: 'HS256', crit: 5, b64: [] })}.e30.AAAA`])(
    'is wrong, and the next one is answered: %s',
    async (token) => {
      const { send } = await open(jwt);
      expect(await send(bearer(token))).toMatchObject(wrong);
      expect(await send(bearer(await tokenOf(new TextEncoder().encode(secret), 'HS256')))).toMatchObject(
        right,
      );
    },
  );

  it.each(heads)('harms nobody where another reason decides first: %s', async (token) => {
    const secured = await open(jwt, { httpsOnly: true });
    const both = await core.trigger({
      all: [jwt, { kind: 'apiKeys', keys: [{ label: 'Shop', key: 'key-of-shop' }] }],
    } as Trigger['authentication']);
    for (let time = 0; time < 3; time += 1) {
      expect(await secured.send(bearer(token))).toMatchObject({ status: 403, code: 'tls_required' });
      expect((await both.send(bearer(token))).status).toBe(401);
    }
  });

  it('is right whatever stands in a claim that nobody asks for', async () => {
    const { send } = await open(jwt);
    const odd = JSON.stringify({
      sub: 'erp',
      exp: nowSeconds() + 600,
      iss: { toString: 5, valueOf: 5 },
    });
    const signed = `${part({ alg: 'HS256' })}.${base64url.encode(odd)}`;
    const mac = createHmac('sha256', secret).update(signed).digest('base64url');
    expect(await send(bearer(`${signed}.${mac}`))).toMatchObject(right);
  });

  it('may be dropped while it is checked, and whoever waits for it learns what failed', async () => {
    const tokens = rememberTokens(() => Promise.reject(new Error('It broke.')), Date.now);
    tokens.decide('dropped');
    await new Promise(setImmediate);
    const waited = tokens.decide('waited for');
    await expect('asks' in waited ? waited.asks : null).rejects.toThrow('It broke.');
  });
});

/** A server that publishes keys, until it is told to do something else. */
async function openIssuer() {
  let keys: object[] = [];
  let answer: (() => string) | null = null;
  let asked = 0;
  const server: Server = createServer((_request, response) => {
    asked += 1;
    response.end(answer === null ? JSON.stringify({ keys }) : answer());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/keys`,
    asked: () => asked,
    publish(next: object[]) {
      keys = next;
    },
    answerWith(next: () => string) {
      answer = next;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function keyOf(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, published: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

describe('keys at an address', () => {
  it('are fetched once for many calls, and tell right from wrong', async () => {
    const issuer = await openIssuer();
    const [one, other] = [await keyOf('one'), await keyOf('one')];
    issuer.publish([one.published]);
    const { send } = await open({ algorithms: ['ES256'], jwks: issuer.address });
    const signed = (sub: string) => tokenOf(one.privateKey, 'ES256', { sub }, { kid: 'one' });
    for (const sub of ['a', 'b', 'c']) {
      expect(await send(bearer(await signed(sub)))).toMatchObject({ status: 202, keyLabel: sub });
    }
    const forged = await tokenOf(other.privateKey, 'ES256', {}, { kid: 'one' });
    expect(await send(bearer(forged))).toMatchObject(wrong);
    expect(issuer.asked()).toBe(1);
    await issuer.close();
  });

  it('may have no names: each that fits is tried', async () => {
    const issuer = await openIssuer();
    const pairs = [await keyOf('x'), await keyOf('y')];
    issuer.publish(pairs.map(({ published: { kid: _kid, ...nameless } }) => nameless));
    const { send } = await open({ algorithms: ['ES256'], jwks: issuer.address });
    expect(await send(bearer(await tokenOf(pairs[1]!.privateKey, 'ES256')))).toMatchObject(right);
    await issuer.close();
  });

  it('are passed by where they cannot be used, which the log says', async () => {
    const issuer = await openIssuer();
    const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({ format: 'jwk' });
    const good = await generateKeyPair('RS256', { extractable: true });
    issuer.publish([
      { ...weak, kid: 'weak' },
      { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'broken' },
      { ...(await exportJWK(good.publicKey)), kid: 'good' },
    ]);
    const { send } = await open({ algorithms: ['RS256', 'ES256'], jwks: issuer.address });
    for (const header of [
      { alg: 'RS256', kid: 'weak' },
      { alg: 'ES256', kid: 'broken' },
    ]) {
      const sent = await send(bearer(`${part(header)}.e30.AAAA`));
      expect(sent).toMatchObject(wrong);
      expect(sent.reason).toMatch(/^None of the keys at .* signed the token\. One of them cannot be used: ./);
    }
    expect(await send(bearer(await tokenOf(good.privateKey, 'RS256')))).toMatchObject(right);
    await issuer.close();
  });

  it('are named without the query, which may hold a secret', async () => {
    const issuer = await openIssuer();
    issuer.publish([(await keyOf('one')).published]);
    const { privateKey } = await keyOf('one');
    const { send } = await open({ algorithms: ['ES256'], jwks: `${issuer.address}?code=secret` });
    const { reason } = await send(bearer(await tokenOf(privateKey, 'ES256', {}, { kid: 'one' })));
    expect(reason).toBe(`None of the keys at ${issuer.address} signed the token.`);
    await issuer.close();
  });

  it.each([
    ['is too large', () => JSON.stringify({ keys: [], more: 'x'.repeat(300_000) })],
    ['is no JSON', () => '<html>'],
    ['is no key set', () => '{"keys":"none"}'],
  ])(
    'that cannot be had, since what stands there %s, are 503 and not the caller’s fault',
    async (_what, answer) => {
      const issuer = await openIssuer();
      issuer.answerWith(answer);
      const { privateKey } = await keyOf('one');
      const { send } = await open({ algorithms: ['ES256'], jwks: issuer.address });
      expect(await send(bearer(await tokenOf(privateKey, 'ES256')))).toMatchObject({
        status: 503,
        code: 'issuer_unreachable',
        detail: 'The token cannot be checked now',
      });
      await issuer.close();
    },
  );
});

describe('a set of keys', () => {
  const published = async (kid: string) => ({ keys: [(await keyOf(kid)).published] });

  /** A clock by hand, and an issuer that may be down. */
  async function openSets() {
    const state = { ms: 0, sets: await published('one'), down: false, asked: 0, reports: 0 };
    const keySets = createKeySets({
      async fetch() {
        state.asked += 1;
        if (state.down) throw new Error('It is down.');
        return state.sets;
      },
      report: () => void (state.reports += 1),
      tick: () => state.ms,
    });
    return {
      state,
      at: (unlike?: Parameters<typeof keySets.at>[1]) => keySets.at('https://x.example', unlike),
    };
  }

  it('is fetched anew after ten minutes, and kept where that fails', async () => {
    const { state, at } = await openSets();
    const first = await at();
    state.ms = 599_000;
    expect([await at(), state.asked]).toEqual([first, 1]);
    state.ms = 600_000;
    state.down = true;
    expect([await at(), state.asked, state.reports]).toEqual([first, 2, 1]);
    state.ms = 629_000;
    expect([await at(), state.asked]).toEqual([first, 2]);
    state.down = false;
    state.ms = 630_000;
    expect(await at()).not.toBe(first);
    expect(state.asked).toBe(3);
  });

  it('is fetched anew for the name of a key that it lacks, at most every thirty seconds', async () => {
    const { state, at } = await openSets();
    const first = (await at())!;
    state.sets = await published('two');
    state.ms = 29_000;
    expect([await at(first), state.asked]).toEqual([first, 1]);
    state.ms = 30_000;
    const [second, third] = await Promise.all([at(first), at(first)]);
    expect(second).not.toBe(first);
    expect([third, state.asked]).toEqual([second, 2]);
  });

  it('is none while its address was never there, and is asked for again', async () => {
    const { state, at } = await openSets();
    state.down = true;
    expect([await at(), await at(), state.asked]).toEqual([null, null, 1]);
    state.down = false;
    state.ms = 30_000;
    expect(await at()).not.toBeNull();
  });
});

it('calls that come together with a token that nobody has seen keep their order', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const { address } = await open({
    algorithms: ['RS256'],
    keys: [{ label: 'Issuer', key: await exportSPKI(publicKey) }],
  });
  const { host, port, pathname } = new URL(address);
  const token = await tokenOf(privateKey, 'RS256');
  const socket = openRaw(Number(port));
  const count = 20;
  const head = (at: number) =>
    `POST ${pathname}?at=${at} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-length: 2\r\n\r\n{}`;
  socket.send(Array.from({ length: count }, (_, at) => head(at)).join(''));
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) ids.push((await socket.answer())?.headers['x-call-id'] ?? '');
  socket.close();
  const { calls } = await core.at.client.calls.list({});
  const sequences = ids.map((id) => calls.find((call) => call.id === id)?.sequence ?? 0);
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  expect(new Set(sequences).size).toBe(count);
});

it('a rate limit counts each caller of an issuer by its name', async () => {
  const secret = randomBytes(48).toString('base64url');
  const { send } = await open(
    { algorithms: ['HS512'], keys: [{ label: 'Shared', key: secret }], callerClaim: 'client_id' },
    { rateLimit: { calls: 1, perSeconds: 3_600 } },
  );
  const by = async (client: string) =>
    send(bearer(await tokenOf(new TextEncoder().encode(secret), 'HS512', { client_id: client })));
  expect([(await by('a')).status, (await by('b')).status, (await by('a')).status]).toEqual([202, 202, 429]);
});

it('a test call needs no token', async () => {
  const { id } = await open({ algorithms: ['ES256'], jwks: 'http://127.0.0.1:9/keys' });
  expect(await core.at.client.integrations.test({ id })).toMatchObject({ status: 202 });
});
