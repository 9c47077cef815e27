import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthenticationDraft } from '#shared/model/auth.ts';
import { draftOf, type IntegrationDraftInput } from '#shared/model/integration.ts';
import { openCore, type OpenCore, type OpenTrigger } from './open-core.ts';

type Authentication = IntegrationDraftInput['trigger']['authentication'];

let core: OpenCore;
beforeAll(async () => {
  core = await openCore();
});
afterAll(() => core.close());

// The short forms of a file are not of the type that forms fill in.
const open = (authentication: object) => core.trigger(authentication as Authentication);

const body = '{"id":7}';
const sign = (secret: string, text = body) =>
  `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
const users = { kind: 'basic', users: [{ user: 'erp', password: 'password-of-erp' }] };
const keys = { kind: 'apiKeys', keys: [{ label: 'Shop', key: 'key-of-the-shop' }] };
const github = { kind: 'hmac', preset: 'github', secret: 'secret-of-github' };
const other = { kind: 'hmac', header: 'x-signature', prefix: 'sha256=', secret: 'secret-of-another' };
const basic = (password = 'password-of-erp') => ({
  authorization: `Basic ${Buffer.from(`erp:${password}`).toString('base64')}`,
});

describe('any of several kinds', () => {
  let trigger: OpenTrigger;
  beforeAll(async () => {
    trigger = await open({ any: [users, keys, github, other] });
  });

  it.each([
    ['a user', 'erp', basic()],
    ['a key', 'Shop', { 'x-api-key': 'key-of-the-shop' }],
    ['a signature', 'github', { 'x-hub-signature-256': sign('secret-of-github') }],
    ['another signature', 'Secret', { 'x-signature': sign('secret-of-another') }],
    [
      'one that is right beside wrong ones',
      'erp',
      { ...basic(), 'x-api-key': 'wrong-key', 'x-signature': 'x' },
    ],
    [
      'a right signature beside a wrong one',
      'Secret',
      { 'x-hub-signature-256': sign('wrong secret'), 'x-signature': sign('secret-of-another') },
    ],
  ])('lets a caller in with %s', async (_what, keyLabel, headers) => {
    expect(await trigger.send({ body, headers })).toMatchObject({ status: 202, keyLabel });
  });

  it('asks for each of them where none was sent', async () => {
    const sent = await trigger.send({ body });
    expect(sent).toMatchObject({ status: 401, code: 'login_missing' });
    expect(sent.detail).toBe(
      'Send a user and a password as authorization: Basic. Or: Send an API key in the header x-api-key. ' +
        'Or: Send a signature in the header x-hub-signature-256. Or: Send a signature in the header x-signature.',
    );
    expect(sent.challenge?.split(', ')).toEqual([
      'Basic realm="hookline"',
      'charset="UTF-8"',
      'Bearer realm="hookline"',
      'Signature realm="hookline"',
      'headers="x-hub-signature-256"',
      'Signature realm="hookline"',
      'headers="x-signature"',
    ]);
  });

  it('refuses as the one kind does that was tried', async () => {
    const tried = await trigger.send({ body, headers: { 'x-api-key': 'wrong-key' } });
    expect(tried).toMatchObject({ status: 401, code: 'key_wrong', detail: 'The API key is wrong' });
    expect(tried.reason).toContain('No key of this trigger has this value.');
    expect(tried.reason).toContain('There is no header x-signature.');
    const headers = { 'x-signature': sign('secret-of-another', 'another body') };
    expect(await trigger.send({ body, headers })).toMatchObject({ status: 401, code: 'signature_wrong' });
  });
});

it('a wrong password is told, and so counts, whatever was malformed beside it', async () => {
  const { send } = await core.trigger({ any: [keys, users] } as object as Authentication, {
    keyInQuery: true,
  });
  const sent = await send({ query: '?api_key=a&api_key=b', headers: basic('another password') });
  expect(sent).toMatchObject({ status: 401, code: 'login_wrong' });
});

it.each([
  ['x-api-key', 'key-of-the-shop'],
  ['authorization', 'Bearer key-of-the-shop'],
])(
  'a key in %s that is refused from this address is not kept wherever else it stands',
  async (name, value) => {
    const { send } = await open({
      kind: 'apiKeys',
      keys: [{ label: 'Shop', key: 'key-of-the-shop', allow: ['10.0.0.0/8'] }],
    });
    const headers = { [name]: value, 'x-copy': 'key-of-the-shop', 'x-other': 'kept' };
    const sent = await send({ query: '?k=key-of-the-shop&other=kept', headers });
    expect(sent).toMatchObject({ status: 403, code: 'address_not_allowed' });
    const kept = JSON.stringify(await core.at.client.calls.get({ id: sent.callId }));
    expect(kept).not.toContain('key-of-the-shop');
    expect(kept).toContain('other=kept');
    expect(kept).toContain('x-other');
  },
);

describe('all of several kinds', () => {
  let trigger: OpenTrigger;
  beforeAll(async () => {
    trigger = await open({ all: [users, github] });
  });
  const signature = { 'x-hub-signature-256': sign('secret-of-github') };

  it('lets a caller in that has all of them, and names it by each', async () => {
    expect(await trigger.send({ body, headers: { ...basic(), ...signature } })).toMatchObject({
      status: 202,
      keyLabel: 'erp, github',
    });
  });

  it.each([
    ['no signature', 'signature_missing', basic()],
    ['no user', 'login_missing', signature],
    ['a wrong password', 'login_wrong', { ...basic('another password'), ...signature }],
    ['a wrong signature', 'signature_wrong', { ...basic(), 'x-hub-signature-256': sign('wrong secret') }],
    ['nothing', 'login_missing', {}],
  ])('refuses %s', async (_what, code, headers) => {
    expect(await trigger.send({ body, headers })).toMatchObject({ status: 401, code });
  });

  it('counts a key that has a rate of its own', async () => {
    const limited = { label: 'Shop', key: 'key-of-the-shop', rateLimit: { calls: 1, perSeconds: 3_600 } };
    const { send } = await open({ all: [users, { kind: 'apiKeys', keys: [limited] }] });
    const headers = { ...basic(), 'x-api-key': 'key-of-the-shop' };
    expect(await send({ body, headers })).toMatchObject({ status: 202, keyLabel: 'erp, Shop' });
    expect(await send({ body, headers })).toMatchObject({ status: 429, code: 'rate_limited' });
  });

  it('lets a test call in', async () => {
    expect(await core.at.client.integrations.test({ id: trigger.id })).toMatchObject({ status: 202 });
  });
});

describe('a combination', () => {
  it.each([
    ['of one', { any: [users] }, 'any'],
    ['of combinations', { any: [{ all: [users, keys] }, github] }, 'any[0].kind'],
    ['with an open one', { any: [{ kind: 'none' }, keys] }, 'any[0].kind'],
    ['of two with one label', { all: [users, { ...keys, keys: [{ label: 'erp' }] }] }, 'all[1]'],
  ])('%s is refused', async (_what, authentication, field) => {
    await expect(open(authentication)).rejects.toMatchObject({
      data: { path: `draft.trigger.authentication.${field}` },
    });
  });

  it('keeps the secrets of its members when it is saved again, and its keys are among all keys', async () => {
    const { id, send } = await open({ any: [users, keys] });
    const { draftOf } = await import('#shared/model/integration.ts');
    const saved = draftOf(await core.at.client.integrations.get({ id }));
    await core.at.client.integrations.update({ id, draft: { ...saved, dataProcessing: '1' } });
    expect(await send({ headers: basic() })).toMatchObject({ status: 202 });
    expect(await send({ headers: { 'x-api-key': 'key-of-the-shop' } })).toMatchObject({ status: 202 });
    const all = await core.at.client.integrations.keys();
    expect(all.filter(({ integrationId }) => integrationId === id).map(({ label }) => label)).toEqual([
      'Shop',
    ]);
  });
});

it('a version from before kinds were combined comes back with the keys of now', async () => {
  const { id, send } = await open(keys);
  const { client } = core.at;
  const draft = draftOf(await client.integrations.get({ id }));
  const any = [draft.trigger.authentication, users];
  draft.trigger.authentication = AuthenticationDraft.parse({ any });
  await client.integrations.update({ id, draft });
  await client.integrations.restore({ id, version: 1 });
  const sent = await send({ body, headers: { 'x-api-key': 'key-of-the-shop' } });
  expect(sent).toMatchObject({ status: 202, keyLabel: 'Shop' });
});
