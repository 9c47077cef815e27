// Where requests of workflows may go: judged at the connection, whatever name or redirect led there.
import { networkInterfaces } from 'node:os';
import fc from 'fast-check';
import { request as send } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whyForbidden } from '#main/run/destinations.ts';
import type { RunPool } from '#main/run/pool.ts';
import { createGuardedAgent } from '#main/run/http/guarded-agent.ts';
import { readRequest, resultOf, run, startPool, startUpstream, type Upstream } from './run-workflow.ts';

const anywhere = { privateAllowed: true, adminPorts: [] };
const publicOnly = { privateAllowed: false, adminPorts: [] };

describe('an address', () => {
  const never = [
    '169.254.169.254',
    '0.0.0.0',
    '0.1.2.3',
    '224.0.0.1',
    '255.255.255.255',
    '100.100.100.200',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
  ];
  const inside = [
    '127.0.0.1',
    '127.9.9.9',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd12::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
  ];
  const outside = ['203.0.113.1', '172.32.0.1', '2001:4860::1', '64:ff9b::808:808', '::ffff:8.8.8.8'];

  test.each(never)('%s can never be called', (address) => {
    for (const rules of [anywhere, publicOnly]) expect(whyForbidden(address, 80, rules)).toContain(address);
  });

  test.each(inside)('%s can be called unless the settings forbid it', (address) => {
    expect(whyForbidden(address, 80, anywhere)).toBe(null);
    expect(whyForbidden(address, 80, publicOnly)).toContain('private network');
  });

  test.each(outside)('%s can be called', (address) => {
    for (const rules of [anywhere, publicOnly]) expect(whyForbidden(address, 80, rules)).toBe(null);
  });

  test('of this machine cannot be called at the port of the admin listener, and at others it can', () => {
    const rules = { ...anywhere, adminPorts: [8081] };
    const own = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));
    for (const address of ['127.0.0.1', '127.0.0.2', '::1', '::ffff:127.0.0.1', ...own]) {
      if (whyForbidden(address, 80, rules) !== null) continue;
      expect(whyForbidden(address, 8081, rules)).toContain('8081');
      // Whatever network it is in: a machine may have an address of the internet.
      expect(whyForbidden(address, 80, publicOnly)).toContain('this machine');
    }
    expect(whyForbidden('203.0.113.1', 8081, rules)).toBe(null);
  });

  test('is judged alike in every spelling of it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const words = address.split('.').map(Number);
        const hex = [words[0]! * 256 + words[1]!, words[2]! * 256 + words[3]!]
          .map((word) => word.toString(16))
          .join(':');
        const spellings = [`::ffff:${address}`, `::ffff:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`];
        for (const rules of [anywhere, publicOnly]) {
          const isForbidden = whyForbidden(address, 80, rules) !== null;
          expect(spellings.map((one) => whyForbidden(one, 80, rules) !== null)).toEqual(
            spellings.map(() => isForbidden),
          );
        }
      }),
    );
  });
});

describe('a request', () => {
  let pool: RunPool;
  let first: Upstream & { readonly seen: Seen[] };
  let second: Upstream & { readonly seen: Seen[] };
  beforeEach(async () => {
    pool = startPool({ size: 1 });
    first = await startRedirecting();
    second = await startRedirecting();
  });
  afterEach(async () => {
    await pool.close();
    await Promise.all([first.close(), second.close()]);
  });

  interface Seen {
    readonly method: string | undefined;
    readonly url: string | undefined;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: string;
  }

  /** `/to/307/<address>` leads there with that status. */
  async function startRedirecting() {
    const seen: Seen[] = [];
    const upstream = await startUpstream(async (request, response) => {
      const { method, url = '', headers } = request;
      seen.push({ method, url, headers, body: (await readRequest(request)).toString() });
      const [, status, location] = /^\/to\/(\d+)\/(.*)$/.exec(url) ?? [];
      if (status === undefined) response.end('arrived');
      else response.writeHead(Number(status), { location: decodeURIComponent(location!) }).end('elsewhere');
    });
    return { ...upstream, seen };
  }

  type Step = Extract<Parameters<typeof run>[1][number], { kind: 'httpRequest' }>;
  const request = (step: Omit<Step, 'name' | 'kind'>) =>
    run(pool, [{ name: 'send', kind: 'httpRequest', ...step }]);
  const to = (status: number, location: string): string => `/to/${status}/${encodeURIComponent(location)}`;

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://[::ffff:169.254.169.254]/',
    'http://0.0.0.0:1/',
    'http://[::]:1/',
    'https://169.254.169.254/',
  ])('to %s fails, and says why', async (url) => {
    const outcome = await request({ url });
    expect(outcome.problem?.code).toBe('destination_forbidden');
    expect(outcome.problem?.reason).toContain('is an address that workflows may not call');
  });

  test('to this machine is allowed until the settings forbid it, by number and by name, on a kept connection too', async () => {
    const byName = first.url.replace('127.0.0.1', 'localhost');
    for (const url of [first.url, byName])
      expect(resultOf(await request({ url }))).toMatchObject({ status: 200 });
    pool.follow({ destinations: publicOnly });
    for (const url of [first.url, byName]) {
      const outcome = await request({ url });
      expect(outcome.problem).toMatchObject({ code: 'destination_forbidden' });
      expect(outcome.problem?.reason).toContain('in a private network, which the settings forbid');
    }
    pool.follow({ destinations: anywhere });
    expect(resultOf(await request({ url: byName }))).toMatchObject({ status: 200 });
    expect(first.seen).toHaveLength(3);
  });

  test('never reaches the admin listener, whatever it is called', async () => {
    const port = Number(new URL(first.url).port);
    pool.follow({ destinations: { ...anywhere, adminPorts: [port] } });
    for (const host of ['127.0.0.1', 'localhost', '127.1', '[::1]', '[::ffff:127.0.0.1]', '127.0.0.2']) {
      expect((await request({ url: `http://${host}:${port}/` })).problem?.code).toBe('destination_forbidden');
    }
    const redirected = await request({ url: `${second.url}${to(302, first.url)}` });
    expect(redirected.problem?.code).toBe('destination_forbidden');
    expect(first.seen).toEqual([]);
    expect(resultOf(await request({ url: second.url }))).toMatchObject({ status: 200 });
  });

  test('follows a redirect as browsers do: a POST becomes a GET, but for 307 and 308', async () => {
    for (const [status, method, body] of [
      [301, 'GET', ''],
      [302, 'GET', ''],
      [303, 'GET', ''],
      [307, 'POST', '{"a":1}'],
      [308, 'POST', '{"a":1}'],
    ] as const) {
      const outcome = await request({
        method: 'POST',
        url: `${first.url}${to(status, '/end')}`,
        body: { a: 1 },
      });
      expect(resultOf(outcome)).toMatchObject({ status: 200, body: 'YXJyaXZlZA==' });
      expect(first.seen.at(-1)).toMatchObject({ method, url: '/end', body });
    }
  });

  test('follows three redirects and no fourth', async () => {
    const three = to(302, to(302, to(302, '/end')));
    expect(resultOf(await request({ url: first.url + three }))).toMatchObject({ status: 200 });
    const four = await request({ url: first.url + to(302, three) });
    expect(four.problem?.reason).toMatch(/redirect/i);
    expect(first.seen.filter(({ url }) => url === '/end')).toHaveLength(1);
  });

  test('does not follow where the step says so: the redirect is the result', async () => {
    const outcome = await request({ url: first.url + to(302, second.url), followRedirects: false });
    expect(resultOf(outcome)).toMatchObject({ status: 302, headers: { location: second.url } });
    expect(second.seen).toEqual([]);
  });

  test('takes its secrets to no other origin', async () => {
    const headers = { authorization: 'Bearer abc', 'x-api-key': 'key', cookie: 'a=1', 'x-order': '7' };
    await request({ url: first.url + to(307, '/same'), headers });
    expect(first.seen.at(-1)?.headers).toMatchObject(headers);
    await request({ url: first.url + to(307, `${second.url}/other`), headers });
    const sent = second.seen.at(-1)?.headers ?? {};
    expect(sent).toMatchObject({ 'x-order': '7' });
    for (const name of ['authorization', 'x-api-key', 'cookie']) expect(sent).not.toHaveProperty(name);
  });

  test.each(['http://169.254.169.254/', 'file:///etc/passwd', 'ftp://127.0.0.1/', 'not an address://'])(
    'is not led to %s',
    async (location) => {
      const outcome = await request({ url: first.url + to(302, location) });
      expect(outcome.state).toBe('failed');
    },
  );
});

describe('a name', () => {
  let upstream: Upstream;
  beforeEach(async () => {
    upstream = await startUpstream((_request, response) => void response.end('arrived'));
  });
  afterEach(() => upstream.close());

  /** What becomes of a request to a name that is given these addresses, one list for each time it is looked up. */
  async function ask(...answers: readonly (readonly string[])[]) {
    let looked = 0;
    const agent = createGuardedAgent(anywhere, {
      lookup(_name, _options, done) {
        const addresses = answers[looked++] ?? [];
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        );
      },
    });
    try {
      const url = upstream.url.replace('127.0.0.1', 'shop.example');
      const answer = await send(url, { dispatcher: agent });
      return { looked, said: await answer.body.text() };
    } catch (error) {
      return { looked, said: String(error) };
    } finally {
      await agent.close();
    }
  }

  test('is looked up once, and what was judged is what is connected to', async () => {
    expect(await ask(['127.0.0.1'], ['169.254.169.254'])).toEqual({ looked: 1, said: 'arrived' });
  });

  test('leads to those of its addresses that are allowed, and where none is, nowhere', async () => {
    expect(await ask(['169.254.169.254', 'fe80::1', '127.0.0.1'])).toEqual({ looked: 1, said: 'arrived' });
    const nowhere = await ask(['169.254.169.254', 'fe80::1'], ['127.0.0.1']);
    expect(nowhere.looked).toBe(1);
    expect(nowhere.said).toMatch(/^ForbiddenDestination: shop.example: 169.254.169.254 is .*; fe80::1 is /);
  });
});
