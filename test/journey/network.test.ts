// Who may call from where, and who is believed about it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { exchange } from '#test/support/raw-socket.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder());
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
  expect(at.errors).toEqual([]);
});

type Network = Awaited<ReturnType<TestRuntime['client']['host']['settings']>>['network'];
async function setNetwork(network: Partial<Network>, publicBaseUrl: string | null = null): Promise<void> {
  const settings = await at.client.host.settings();
  await at.client.host.saveSettings({
    ...settings,
    publicBaseUrl,
    network: { ...settings.network, ...network },
  });
}
const send = async (address: string, headers: Record<string, string> = {}, method = 'GET') => {
  const { pathname, port } = new URL(address);
  const lines = Object.entries({ host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const answer = await exchange(Number(port), `${method} ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n`);
  if (answer === null) throw new Error('There was no answer.');
  return answer;
};
const codeOf = ({ body }: { readonly body: string }): unknown => {
  const { type } = JSON.parse(body) as { type?: string };
  return type?.replace('urn:hookline:problem:', '');
};
/** The newest call of the log, once it is of this status. */
async function newest(status: number) {
  const [call] = await until(
    async () => (await at.client.calls.list({ limit: 1 })).calls,
    (calls) => calls[0]?.answeredStatus === status,
  );
  return at.client.calls.get({ id: call!.id });
}
const keyed = {
  authentication: { kind: 'apiKeys' as const, keys: [{ label: 'ERP', key: 'key-of-the-erp' }] },
};

describe('a proxy', () => {
  it('is not believed until it is trusted', async () => {
    const { address } = await create(at, draft('Orders', keyed));
    const headers = {
      'x-api-key': 'key-of-the-erp',
      'x-forwarded-for': '203.0.113.5',
      'x-forwarded-host': 'evil',
    };
    expect((await send(address, headers)).status).toBe(202);
    expect((await newest(202)).request).toMatchObject({ remoteAddress: '127.0.0.1', peerAddress: null });
  });

  it('that is trusted names the caller, which the log shows beside the proxy', async () => {
    await setNetwork({ trustedProxies: ['127.0.0.0/8'] });
    const { address } = await create(at, draft('Orders', keyed));
    const headers = { 'x-api-key': 'key-of-the-erp', 'x-forwarded-for': '198.51.100.7, 203.0.113.5' };
    expect((await send(address, headers)).status).toBe(202);
    expect((await newest(202)).request).toMatchObject({
      remoteAddress: '203.0.113.5',
      peerAddress: '127.0.0.1',
    });
    expect(
      (await send(address, { 'x-api-key': 'key-of-the-erp', forwarded: 'for="[2001:db8::9]:80"' })).status,
    ).toBe(202);
    expect((await newest(202)).request.remoteAddress).toBe('2001:db8::9');
  });

  it('that is trusted names the host that was asked for, which must be ours', async () => {
    await setNetwork({ trustedProxies: ['127.0.0.1'] }, 'https://hooks.example.com');
    const { address } = await create(at, draft('Orders', keyed));
    const headers = (host: string) => ({
      host: 'backend.internal',
      'x-api-key': 'key-of-the-erp',
      'x-forwarded-host': host,
    });
    expect((await send(address, headers('hooks.example.com'))).status).toBe(202);
    expect((await send(address, headers('evil.example'))).status).toBe(421);
    expect((await send(address, headers('a b@c'))).status).toBe(400);
  });

  it('that is trusted tells whether the caller came over HTTPS, which a trigger may ask for', async () => {
    const { address } = await create(at, draft('Orders', { ...keyed, httpsOnly: true }));
    const headers = { 'x-api-key': 'key-of-the-erp', 'x-forwarded-for': '203.0.113.5' };
    const status = async (scheme: string, at = address) =>
      (await send(at, { ...headers, 'x-forwarded-proto': scheme })).status;
    expect(await status('https')).toBe(403);
    await setNetwork({ trustedProxies: ['127.0.0.1'] });
    expect([await status('https'), await status('http')]).toEqual([202, 403]);
    const [accepted] = (await at.client.calls.list({ status: 202 })).calls;
    const statusUrl = `${address}/calls/${accepted?.id}`;
    expect([await status('https', statusUrl), await status('http', statusUrl)]).toEqual([200, 403]);
  });

  it('that names two callers is not understood', async () => {
    await setNetwork({ trustedProxies: ['127.0.0.1'] });
    const { address } = await create(at, draft('Orders', keyed));
    const headers = {
      'x-api-key': 'key-of-the-erp',
      'x-forwarded-for': '203.0.113.5',
      forwarded: 'for=127.0.0.1',
    };
    expect((await send(address, headers)).status).toBe(400);
    expect((await newest(400)).problem?.text).toContain('203.0.113.5');
  });

  it.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host'])(
    'on this machine does not open a trigger without keys to others, as %s shows, trusted or not',
    async (name) => {
      const { address } = await create(at, draft('Open'));
      const value =
        { forwarded: 'for=127.0.0.1', via: '1.1 proxy', 'x-forwarded-host': 'localhost' }[name] ??
        '127.0.0.1';
      expect((await send(address)).status).toBe(202);
      for (const trustedProxies of [[], ['127.0.0.1']]) {
        await setNetwork({ trustedProxies });
        const answer = await send(address, { [name]: value });
        expect([answer.status, codeOf(answer)]).toEqual([403, 'not_exposed']);
      }
      const open = await create(at, draft('Exposed', { authentication: { kind: 'none', exposed: true } }));
      expect((await send(open.address, { [name]: value })).status).toBe(202);
    },
  );
});

describe('an address', () => {
  it('that a trigger denies may not call, whatever key it shows, and is in the log', async () => {
    const { integration, address } = await create(
      at,
      draft('Orders', { ...keyed, allow: ['127.0.0.0/8'], deny: ['127.0.0.1'] }),
    );
    for (const key of ['key-of-the-erp', 'key-of-nobody']) {
      const answer = await send(address, { 'x-api-key': key });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'address_not_allowed']);
    }
    const refused = await newest(403);
    expect(refused).toMatchObject({
      state: 'refused',
      integration: 'Orders',
      problem: { code: 'address_not_allowed', text: 'The address 127.0.0.1 is denied by the trigger.' },
    });
    const status = await send(`${address}/calls/${refused.id}`, { 'x-api-key': 'key-of-the-erp' });
    expect([status.status, codeOf(status)]).toEqual([403, 'address_not_allowed']);
    expect((await send(address, {}, 'OPTIONS')).status).toBe(403);
    await at.client.integrations.update({ id: integration.id, draft: draft('Orders', keyed) });
    expect((await send(address, { 'x-api-key': 'key-of-the-erp' })).status).toBe(202);
  });

  it('that a trigger does not name may not call where it names others', async () => {
    const { address } = await create(
      at,
      draft('Orders', { ...keyed, allow: ['10.0.0.0/8', '2001:db8::/32'] }),
    );
    const headers = { 'x-api-key': 'key-of-the-erp' };
    expect((await send(address, headers)).status).toBe(403);
    await setNetwork({ trustedProxies: ['127.0.0.1'] });
    const from = async (caller: string) =>
      (await send(address, { ...headers, 'x-forwarded-for': caller })).status;
    expect(
      await Promise.all(['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1', '11.0.0.1', 'unknown'].map(from)),
    ).toEqual([202, 202, 202, 403, 403]);
  });

  it('that the installation denies learns nothing of it, and others are served', async () => {
    const { address } = await create(at, draft('Orders', keyed));
    await setNetwork({ trustedProxies: ['127.0.0.1'], deny: ['203.0.113.0/24'] });
    const denied = { 'x-forwarded-for': '203.0.113.5' };
    const answers = [
      await send(address, denied),
      await send(`${at.url}/aaaaa/Nothing`, denied),
      await send(address, denied, 'DELETE'),
      await send(`${address}/calls/x`, denied),
    ];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(
      answers.map(() => [403, 'address_not_allowed']),
    );
    expect(
      (await send(address, { 'x-forwarded-for': '203.0.112.5', 'x-api-key': 'key-of-the-erp' })).status,
    ).toBe(202);
    await setNetwork({ deny: [] });
    expect((await send(address, { ...denied, 'x-api-key': 'key-of-the-erp' })).status).toBe(202);
  });
});

describe('a web page', () => {
  const page = 'https://app.example.com';
  const preflight = (origin: string) => ({
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-api-key',
  });
  const corsOf = ({ headers }: { readonly headers: Readonly<Record<string, string>> }) =>
    Object.fromEntries(
      Object.entries(headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary'),
    );

  it('that no trigger names is told nothing by a browser', async () => {
    const { address } = await create(at, draft('Orders', keyed));
    expect(corsOf(await send(address, preflight(page), 'OPTIONS'))).toEqual({});
    const answer = await send(address, { origin: page, 'x-api-key': 'key-of-the-erp' });
    expect([answer.status, corsOf(answer)]).toEqual([202, {}]);
  });

  it('that a trigger names may call it and read every answer of it, and no other page may', async () => {
    const { address } = await create(
      at,
      draft('Orders', { ...keyed, origins: [`${page}:443`, 'http://localhost:5173'] }),
    );
    const asked = await send(address, preflight(page), 'OPTIONS');
    expect(asked).toMatchObject({ status: 204, headers: { allow: 'GET, POST' } });
    expect(corsOf(asked)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type,x-api-key',
      'access-control-max-age': '600',
      vary: 'origin',
    });
    const allowed = {
      'access-control-allow-origin': page,
      'access-control-expose-headers':
        'x-call-id, location, retry-after, idempotency-replayed, www-authenticate',
      vary: 'origin',
    };
    const accepted = await send(address, { origin: page, 'x-api-key': 'key-of-the-erp' });
    expect([accepted.status, corsOf(accepted)]).toEqual([202, allowed]);
    const refused = await send(address, { origin: page });
    expect([refused.status, corsOf(refused)]).toEqual([401, allowed]);
    const { statusUrl } = JSON.parse(accepted.body) as { statusUrl: string };
    expect(corsOf(await send(`${at.url}${statusUrl}`, preflight(page), 'OPTIONS'))).toMatchObject({
      'access-control-allow-methods': 'GET',
    });
    const status = await send(`${at.url}${statusUrl}`, { origin: page, 'x-api-key': 'key-of-the-erp' });
    expect([status.status, corsOf(status)]).toEqual([200, allowed]);
    for (const origin of ['https://evil.example', 'null', 'http://app.example.com', `${page}.evil.example`])
      expect(corsOf(await send(address, preflight(origin), 'OPTIONS'))).toEqual({});
  });

  it('may be any page only where a trigger has no keys', async () => {
    await expect(create(at, draft('Orders', { ...keyed, origins: ['*'] }))).rejects.toMatchObject({
      code: 'input_invalid',
    });
    const { address } = await create(at, draft('Open', { origins: ['*'] }));
    const answer = await send(address, { origin: 'null', 'sec-fetch-site': 'cross-site' });
    expect([answer.status, corsOf(answer)['access-control-allow-origin']]).toEqual([202, '*']);
    expect(corsOf(answer)).not.toHaveProperty('access-control-allow-credentials');
  });

  it('is stopped before a trigger without keys, but for the pages it names', async () => {
    const { address } = await create(at, draft('Open', { origins: [page] }));
    const from = async (origin: string) => send(address, { origin, 'sec-fetch-site': 'cross-site' });
    expect((await from(page)).status).toBe(202);
    const stopped = await from('https://evil.example');
    expect([stopped.status, codeOf(stopped)]).toEqual([403, 'browser_blocked']);
  });

  it('that its browser does not name is stopped as well, but where any page may call', async () => {
    const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0', 'accept-language': 'en' };
    const { address } = await create(at, draft('Open', { origins: [page] }));
    const stopped = await send(address, headers);
    expect([stopped.status, codeOf(stopped)]).toEqual([403, 'browser_blocked']);
    expect((await send(address, { ...headers, referer: `${page}/form` })).status).toBe(202);
    const { address: forAll } = await create(at, draft('ForAll', { origins: ['*'] }));
    expect((await send(forAll, headers)).status).toBe(202);
  });
});
