// Signatures, made by the senders' own packages where there are any, over real sockets.
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sign as signAsGitHub } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { draftOf, type IntegrationDraftInput } from '#shared/model/integration.ts';
import { exchange } from '#test/support/raw-socket.ts';
import { signatureKey } from '#main/call/auth/hmac-keys.ts';
import { openCore, type OpenCore } from './open-core.ts';

type Trigger = IntegrationDraftInput['trigger'];

let core: OpenCore;
beforeAll(async () => {
  core = await openCore();
});
afterAll(() => core.close());

const open = (hmac: object, rest: Partial<Trigger> = {}) =>
  // The short forms of a file are not of the type that forms fill in.
  core.trigger({ kind: 'hmac', ...hmac } as Trigger['authentication'], rest);

const body = '{"id": 7,  "name":"Zoë"}';
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
const right = { status: 202, code: null };
const wrong = { status: 401, code: 'signature_wrong', detail: 'The signature is wrong' };
const expired = { status: 401, code: 'signature_expired', detail: 'The signature is too old' };

describe('a signature as GitHub makes it', () => {
  it('is right as its own package makes it, over these bytes and no others', async () => {
    const { send } = await open({ preset: 'github', secret: 'secret-of-github' });
    const headers = { 'x-hub-signature-256': await signAsGitHub('secret-of-github', body) };
    expect(await send({ body, headers })).toMatchObject({ ...right, keyLabel: 'github' });
    const reserialised = JSON.stringify(JSON.parse(body));
    const refused = await send({ body: reserialised, headers });
    expect(refused).toMatchObject({
      ...wrong,
      challenge: 'Signature realm="hookline", headers="x-hub-signature-256"',
    });
    expect(refused.reason).toBe('None of the secrets of this trigger makes the signature that was sent.');
    expect(await send({ headers })).toMatchObject(wrong);
  });

  it('is right as its manual has it', async () => {
    const { send } = await open({ preset: 'github', secret: "It's a Secret to Everybody" });
    const hex = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const headers = { 'x-hub-signature-256': `sha256=${hex}` };
    expect(await send({ body: 'Hello, World!', headers })).toMatchObject(right);
  });

  it('is over no bytes where there is no body', async () => {
    const { send } = await open({ preset: 'github', secret: 'secret-of-github' });
    const none = `sha256=${createHmac('sha256', 'secret-of-github').digest('hex')}`;
    expect(await send({ headers: { 'x-hub-signature-256': none } })).toMatchObject(right);
  });

  it.each([
    'sha256=',
    'sha256=xyz',
    'sha256=abc',
    '00'.repeat(32),
    `sha1=${'00'.repeat(20)}`,
    `sha256=${'00'.repeat(6_000)}`,
  ])('is not %s', async (value) => {
    const { send } = await open({ preset: 'github', secret: 'secret-of-github' });
    expect(await send({ body, headers: { 'x-hub-signature-256': value } })).toMatchObject(wrong);
  });

  it('is asked for where there is none, before the body is read', async () => {
    const { send } = await open({ preset: 'github', secret: 'secret-of-github' });
    expect(await send({ body })).toMatchObject({
      status: 401,
      code: 'signature_missing',
      detail: 'Send a signature in the header x-hub-signature-256.',
    });
  });

  it('is over every byte of a body that goes to a file; a wrong one leaves no file behind', async () => {
    const { send } = await open({ preset: 'github', secret: 'secret-of-github' });
    const large = randomBytes(2_000_000);
    const signed = `sha256=${createHmac('sha256', 'secret-of-github').update(large).digest('hex')}`;
    const headers = { 'x-hub-signature-256': signed };
    const files = () => readdirSync(join(core.at.folder, 'blobs')).filter((name) => name !== 'tmp').length;
    const before = files();
    expect(await send({ body: large, headers })).toMatchObject(right);
    expect(files()).toBe(before + 1);
    const changed = Buffer.from(large);
    changed[1_500_000]! ^= 1;
    expect(await send({ body: changed, headers })).toMatchObject(wrong);
    // The caller does not wait for that.
    await vi.waitFor(() => expect(files()).toBe(before + 1), { timeout: 20_000 });
    await vi.waitFor(() => expect(core.at.runtime.load().bodyBytes).toBe(0), { timeout: 20_000 });
  });

  it('is one of several while a secret is changed for another; a disabled one does not count', async () => {
    const { send } = await open({
      preset: 'github',
      secrets: [
        'secret-of-yesterday',
        { label: 'New', secret: 'secret-of-today' },
        { label: 'Off', secret: 'secret-that-is-off', enabled: false },
      ],
    });
    const by = async (secret: string) =>
      send({ body, headers: { 'x-hub-signature-256': await signAsGitHub(secret, body) } });
    expect(await by('secret-of-yesterday')).toMatchObject({ ...right, keyLabel: 'github' });
    expect(await by('secret-of-today')).toMatchObject({ ...right, keyLabel: 'New' });
    expect(await by('secret-that-is-off')).toMatchObject(wrong);
  });

  it('is checked where a body does not fit too, which is refused as any other', async () => {
    const { send } = await open({ preset: 'github', secret: 'secret-of-github' }, { maxBodyBytes: 10 });
    const headers = { 'x-hub-signature-256': await signAsGitHub('secret-of-github', body) };
    expect(await send({ body, headers })).toMatchObject({ status: 413, code: 'body_too_large' });
  });
});

describe('a signature as Stripe makes it', () => {
  const secret = 'whsec_test_secret_of_stripe';
  const stripe = new Stripe('sk_test_unused', { apiVersion: '2022-08-01' });
  const signed = (change: { timestamp?: number; secret?: string } = {}) => ({
    'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload: body, secret, ...change }),
  });

  it('is right as its own package makes it, and while it is young', async () => {
    const { send } = await open({ preset: 'stripe', secret });
    expect(await send({ body, headers: signed() })).toMatchObject(right);
    expect(await send({ body, headers: signed({ timestamp: nowSeconds() - 290 }) })).toMatchObject(right);
    const old = await send({ body, headers: signed({ timestamp: nowSeconds() - 400 }) });
    expect(old).toMatchObject(expired);
    expect(old.reason).toMatch(/^The signature is 40\d s old; 300 s are allowed\.$/);
    const ahead = await send({ body, headers: signed({ timestamp: nowSeconds() + 400 }) });
    expect(ahead).toMatchObject(expired);
    expect(ahead.reason).toMatch(/ahead of this machine's clock/);
  });

  it('is wrong by another secret, with another time, or over another body', async () => {
    const { send } = await open({ preset: 'stripe', secret });
    expect(await send({ body, headers: signed({ secret: 'whsec_another_one' }) })).toMatchObject(wrong);
    const moved = signed()['stripe-signature'].replace(/t=\d+/, `t=${nowSeconds() - 10}`);
    expect(await send({ body, headers: { 'stripe-signature': moved } })).toMatchObject(wrong);
    expect(await send({ body: `${body} `, headers: signed() })).toMatchObject(wrong);
  });

  it.each(['', 't=1', 'v1=00', 't=,v1=00', `t=9e9,v1=00`, 'nonsense', 't=1,t=2'])(
    'is not %j',
    async (value) => {
      const { send } = await open({ preset: 'stripe', secret });
      const { status } = await send({ body, headers: { 'stripe-signature': value } });
      expect(status).toBe(401);
    },
  );

  it('may have a tolerance of its own', async () => {
    const { send } = await open({ preset: 'stripe', secret, toleranceSeconds: 3_600 });
    expect(await send({ body, headers: signed({ timestamp: nowSeconds() - 3_000 }) })).toMatchObject(right);
  });
});

describe('a signature of Standard Webhooks', () => {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const headersFor = (at: Date, by = secret, id = 'msg_1') => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(by).sign(id, at, body),
  });

  it('is right as its own package makes it, with the prefix of the secret or without', async () => {
    for (const kept of [secret, secret.slice('whsec_'.length)]) {
      const { send } = await open({ preset: 'standard-webhooks', secret: kept });
      expect(await send({ body, headers: headersFor(new Date()) })).toMatchObject(right);
      const late = headersFor(new Date(Date.now() - 400_000));
      expect(await send({ body, headers: late })).toMatchObject(expired);
      expect(
        await send({ body, headers: { ...headersFor(new Date()), 'webhook-id': 'msg_2' } }),
      ).toMatchObject(wrong);
    }
  });

  it('is one of several that were sent', async () => {
    const { send } = await open({ preset: 'standard-webhooks', secret });
    const headers = headersFor(new Date());
    const other = new Webhook(`whsec_${randomBytes(24).toString('base64')}`).sign('msg_1', new Date(), body);
    const both = {
      ...headers,
      'webhook-signature': `${other} v1a,AAAA ${headers['webhook-signature']} v2,x`,
    };
    expect(await send({ body, headers: both })).toMatchObject(right);
  });

  it('may be one of version 1a, by the public half of an Ed25519 key, over a body that fits in memory', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    const { send } = await open({
      preset: 'standard-webhooks',
      secrets: [{ label: 'Sender', secret: `whpk_${Buffer.from(x, 'base64url').toString('base64')}` }],
    });
    const signed = (payload: Buffer | string) => {
      const message = Buffer.concat([Buffer.from(`msg_1.${nowSeconds()}.`), Buffer.from(payload)]);
      return {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(nowSeconds()),
        'webhook-signature': `v1a,${sign(null, message, privateKey).toString('base64')}`,
      };
    };
    expect(await send({ body, headers: signed(body) })).toMatchObject({ ...right, keyLabel: 'Sender' });
    expect(await send({ body: `${body} `, headers: signed(body) })).toMatchObject(wrong);
    const large = randomBytes(300_000);
    expect(await send({ body: large, headers: signed(large) })).toMatchObject({
      status: 413,
      code: 'body_too_large',
      detail: 'A body that is signed with a private key may have at most 262144 bytes',
    });
  });

  it('comes again with the same id and runs no second time, where the trigger asks for that', async () => {
    const { send, address } = await open(
      { preset: 'standard-webhooks', secret },
      { idempotency: { header: 'webhook-id' } },
    );
    const headers = headersFor(new Date());
    const first = await send({ body, headers });
    const again = await fetch(address, { method: 'POST', body, headers });
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([
      202,
      202,
      'true',
    ]);
    expect(await again.json()).toMatchObject({ callId: first.callId });
  });

  it('comes again by the next secret, and is the same call', async () => {
    const next = `whsec_${randomBytes(24).toString('base64')}`;
    const { send } = await open(
      { preset: 'standard-webhooks', secrets: [secret, next] },
      { idempotency: { header: 'webhook-id' } },
    );
    const first = await send({ body, headers: headersFor(new Date()) });
    const again = await send({ body, headers: headersFor(new Date(), next) });
    expect(again).toMatchObject({ status: 202, keyLabel: 'standard-webhooks', callId: first.callId });
  });

  it.each(['webhook-id', 'webhook-timestamp'])('needs %s', async (name) => {
    const { send } = await open({ preset: 'standard-webhooks', secret });
    const headers = Object.entries(headersFor(new Date())).filter(([header]) => header !== name);
    expect(await send({ body, headers })).toMatchObject(wrong);
  });
});

it.each(['whsec_A=', 'whsec_AA==', 'AAAA'])('%s is no key to check signatures with', (secret) => {
  expect(signatureKey(secret, 'standard-webhooks')).toBeNull();
});

describe('a signature as Slack makes it', () => {
  it('is over version, time and body, in hexadecimal', async () => {
    const secret = '8f742231b10e8888abcd99yyyzzz85a5';
    const { send } = await open({ preset: 'slack', secret });
    const signed = (at: number) => ({
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
    });
    expect(await send({ body, headers: signed(nowSeconds()) })).toMatchObject(right);
    expect(await send({ body, headers: signed(nowSeconds() - 301) })).toMatchObject(expired);
    const moved = { ...signed(nowSeconds()), 'x-slack-request-timestamp': String(nowSeconds() - 5) };
    expect(await send({ body, headers: moved })).toMatchObject(wrong);
    const { 'x-slack-signature': alone } = signed(nowSeconds());
    expect(await send({ body, headers: { 'x-slack-signature': alone } })).toMatchObject(wrong);
  });

  it('is right as its manual has it, at the time of the manual', async () => {
    const { send } = await open({ preset: 'slack', secret: '8f742231b10e8888abcd99yyyzzz85a5' });
    const command =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V' +
      '&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=' +
      '&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
      '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    vi.useFakeTimers({ toFake: ['Date'], now: 1_531_420_618_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect(await send({ body: command, headers })).toMatchObject(right);
    expect(await send({ body: `${command}&`, headers })).toMatchObject(wrong);
    vi.useRealTimers();
    expect(await send({ body: command, headers })).toMatchObject(expired);
  });
});

describe('a signature as Shopify makes it', () => {
  it('is over the body, in base64', async () => {
    const { send } = await open({ preset: 'shopify', secret: 'hush-hush' });
    const of = (secret: string) => ({
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    });
    expect(await send({ body, headers: of('hush-hush') })).toMatchObject(right);
    expect(await send({ body, headers: of('hush-hushes') })).toMatchObject(wrong);
  });

  // Shopify's own manual and packages have no such example: this one is of the tests of SQLPage.
  it('is right as another program that checks it has it', async () => {
    const { send } = await open({ preset: 'shopify', secret: 'test-webhook-secret' });
    const headers = { 'x-shopify-hmac-sha256': 'QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw=' };
    const order = '{"id":1234567890,"email":"customer@example.com","total_price":"123.45"}';
    expect(await send({ body: order, headers })).toMatchObject(right);
    expect(await send({ body: order.replace('123.45', '0.45'), headers })).toMatchObject(wrong);
  });
});

describe('a signature of another sender', () => {
  it('has its header, algorithm, encoding, prefix and template as they are set', async () => {
    const { send } = await open({
      header: 'X-Signature',
      algorithm: 'sha512',
      encoding: 'base64',
      prefix: 'mac ',
      signed: 'begin {timestamp} {body} end',
      timestampHeader: 'X-Time',
      secret: 'secret-of-another',
    });
    const signed = (time: string) => ({
      'x-time': time,
      'x-signature': `mac ${createHmac('sha512', 'secret-of-another').update(`begin ${time} ${body} end`).digest('base64')}`,
    });
    expect(await send({ body, headers: signed(String(nowSeconds())) })).toMatchObject(right);
    expect(await send({ body, headers: signed(String(Date.now())) })).toMatchObject(right);
    expect(await send({ body, headers: signed('yesterday') })).toMatchObject(wrong);
    expect(await send({ body, headers: signed('1') })).toMatchObject(expired);
  });

  it('that stands twice is refused, since two readers could take another one', async () => {
    const { send, address } = await open({
      header: 'x-signature',
      algorithm: 'sha1',
      secret: 'secret-of-another',
    });
    const hex = createHmac('sha1', 'secret-of-another').update(body).digest('hex');
    expect(await send({ body, headers: { 'x-signature': hex } })).toMatchObject(right);
    const { host, port, pathname } = new URL(address);
    const twice = `x-signature: ${hex}\r\nX-Signature: ${hex}\r\n`;
    const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${twice}content-length: 0\r\n\r\n`;
    const answer = await exchange(Number(port), head);
    expect([answer?.status, JSON.parse(answer?.body ?? '{}')]).toMatchObject([
      400,
      { type: 'urn:hookline:problem:header_repeated', detail: 'The header x-signature stands twice' },
    ]);
  });

  it.each([
    ['no header', {}, 'header'],
    ['no body in the template', { header: 'x', signed: '{timestamp}', timestampHeader: 'y' }, 'signed'],
    ['a time without its header', { header: 'x', signed: '{timestamp}.{body}' }, 'timestampHeader'],
    ['a header without its time', { header: 'x', timestampHeader: 'y' }, 'timestampHeader'],
    ['what its preset fixes', { preset: 'github', header: 'x' }, 'header'],
    [
      'a secret that is none of the preset',
      { preset: 'standard-webhooks', secret: 'not base64!' },
      'secrets[0].secret',
    ],
    [
      'a secret of no bytes',
      { preset: 'standard-webhooks', secret: undefined, secrets: [{ label: 'A', secret: 'whsec_A=' }] },
      'secrets[0].secret',
    ],
    [
      'a secret of few bytes',
      { preset: 'standard-webhooks', secret: `whsec_${randomBytes(23).toString('base64')}` },
      'secrets[0].secret',
    ],
    [
      'no secret, where only the sender knows it',
      { preset: 'stripe', secret: undefined, secrets: [{ label: 'Stripe' }] },
      'secrets[0].secret',
    ],
  ])('is not set up with %s', async (_what, hmac, field) => {
    await expect(open({ secret: 'secret-of-another', ...hmac })).rejects.toMatchObject({
      data: {
        path: expect.stringMatching(
          new RegExp(`trigger.authentication.${field.replaceAll(/[[\]]/g, '\\$&')}$`),
        ),
      },
    });
  });

  it('has a made secret where none is given', async () => {
    const { integration, madeKeys } = await core.at.client.integrations.create({
      draft: {
        name: 'Made',
        trigger: {
          authentication: { kind: 'hmac', preset: 'standard-webhooks', secrets: [{ label: 'ERP' }] },
        },
      },
    });
    expect(integration.trigger.authentication).toMatchObject({
      secrets: [{ label: 'ERP', hint: 'whsec_…' }],
    });
    expect(madeKeys).toMatchObject([{ label: 'ERP', key: expect.stringMatching(/^whsec_/) }]);
  });
});

it('an older version comes back with the secrets of now', async () => {
  const { id, send } = await open({ preset: 'github', secret: 'secret-of-yesterday' });
  const signedBy = async (secret: string) =>
    send({ body, headers: { 'x-hub-signature-256': await signAsGitHub(secret, body) } });
  const { client } = core.at;
  const draft = draftOf(await client.integrations.get({ id }));
  draft.trigger.authentication = {
    kind: 'hmac',
    preset: 'github',
    toleranceSeconds: 300,
    secrets: [{ label: 'Today', enabled: true, secret: 'secret-of-today' }],
  };
  await client.integrations.update({ id, draft: { ...draft, dataProcessing: '"two"' } });
  const { integration } = await client.integrations.restore({ id, version: 1 });
  expect(integration.dataProcessing).toBe(undefined);
  expect(await signedBy('secret-of-today')).toMatchObject({ ...right, keyLabel: 'Today' });
  expect(await signedBy('secret-of-yesterday')).toMatchObject(wrong);
});

it('a disabled trigger is 503 to who signs', async () => {
  const { id, send } = await open({ preset: 'github', secret: 'secret-of-github' });
  const { client } = core.at;
  const draft = draftOf(await client.integrations.get({ id }));
  await client.integrations.update({ id, draft: { ...draft, enabled: false } });
  const headers = { 'x-hub-signature-256': await signAsGitHub('secret-of-github', body) };
  expect(await send({ body, headers })).toMatchObject({ status: 503, code: 'integration_disabled' });
});

it('the status of a signed call is for who signs', async () => {
  const { send, address } = await open({ preset: 'github', secret: 'secret-of-github' });
  const sign = async (text: string) => ({
    'x-hub-signature-256': await signAsGitHub('secret-of-github', text),
  });
  const { callId } = await send({ body, headers: await sign(body) });
  const none = { 'x-hub-signature-256': `sha256=${createHmac('sha256', 'secret-of-github').digest('hex')}` };
  const status = (headers: Record<string, string>) => fetch(`${address}/calls/${callId}`, { headers });
  expect((await status(none)).status).toBe(200);
  expect((await status({})).status).toBe(401);
  expect((await status(await sign(body))).status).toBe(401);
});
