import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCore, type OpenCore, type OpenTrigger } from './open-core.ts';

let core: OpenCore;
let trigger: OpenTrigger;
beforeAll(async () => {
  core = await openCore();
  trigger = await core.trigger({
    kind: 'basic',
    users: [
      { label: 'ERP', user: 'erp', password: 'pässword: with a colon' },
      { label: 'Gone', user: 'gone', password: 'password-of-gone', enabled: false },
    ],
  });
});
afterAll(() => core.close());

const basic = (pair: string, scheme = 'Basic') => ({
  headers: { authorization: `${scheme} ${Buffer.from(pair).toString('base64')}` },
});

describe('a trigger with users and passwords', () => {
  it.each(['Basic', 'basic', 'BASIC'])('lets a user in that sends its password as %s', async (scheme) => {
    expect(await trigger.send(basic('erp:pässword: with a colon', scheme))).toMatchObject({
      status: 202,
      keyLabel: 'ERP',
    });
  });

  it('asks for them where none were sent', async () => {
    expect(await trigger.send()).toMatchObject({
      status: 401,
      challenge: 'Basic realm="hookline", charset="UTF-8"',
      code: 'login_missing',
    });
    for (const authorization of ['Bearer x', `Bearer ${'x'.repeat(5_000)}`, 'Basic']) {
      expect(await trigger.send({ headers: { authorization } })).toMatchObject({ code: 'login_missing' });
    }
  });

  it.each([
    ['another password', basic('erp:another password')],
    ['the password of another user', basic('erp:password-of-gone')],
    ['an unknown user', basic('nobody:password-of-gone')],
    ['no colon', basic('erp')],
    ['nothing but a colon', basic(':')],
    ['bytes that are no UTF-8', { headers: { authorization: 'Basic ZXJwOv8=' } }],
    ['what is no base64', { headers: { authorization: 'Basic erp:pass' } }],
    ['far too much', basic(`erp:${'x'.repeat(8_000)}`)],
  ])('refuses %s', async (_what, request) => {
    const sent = await trigger.send(request);
    expect(sent).toMatchObject({
      status: 401,
      challenge: 'Basic realm="hookline", charset="UTF-8"',
      code: 'login_wrong',
      detail: 'The user or the password is wrong',
    });
    expect(sent.reason).not.toBe(sent.detail);
  });

  it('refuses a disabled user with 403', async () => {
    expect(await trigger.send(basic('gone:password-of-gone'))).toMatchObject({
      status: 403,
      challenge: null,
      code: 'login_disabled',
      reason: 'The user labelled Gone is disabled.',
    });
  });

  it.each([
    ['lets in', 'erp', 202],
    ['refuses', 'nobody', 401],
  ])(
    'keeps neither the header nor the password that a caller it %s sent elsewhere',
    async (_what, user, status) => {
      const password = 'pässword: with a colon';
      const { headers } = basic(`${user}:${password}`);
      const encoded = encodeURIComponent(password);
      const sent = await trigger.send({
        headers: { ...headers, 'x-copy': password, 'x-other': 'kept' },
        query: `?copied=${encoded}&login=${user}:${encoded}&other=kept`,
      });
      expect(sent.status).toBe(status);
      const { request } = await core.at.client.calls.get({ id: sent.callId });
      expect(JSON.stringify(request)).not.toMatch(/p%C3%A4ssword|pässword|authorization|copy|copied|login/i);
      expect(JSON.stringify(request)).toMatch(/other=kept.*x-other/);
    },
  );

  it('lets a test call in', async () => {
    expect(await core.at.client.integrations.test({ id: trigger.id })).toMatchObject({ status: 202 });
  });

  it('has passwords neither in what is shown nor in what is kept of it', async () => {
    const shown = await core.at.client.integrations.get({ id: trigger.id });
    expect(JSON.stringify(shown)).not.toContain('pässword');
    expect(shown.trigger.authentication).toMatchObject({ users: [{ user: 'erp', hint: '' }, {}] });
  });
});
