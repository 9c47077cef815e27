// Pages of strangers in a real browser on this machine: of another site, and of a name that was made to resolve to
// this machine (DNS rebinding). Both listeners refuse all that they try.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { findChromium } from '#scripts/chromium.js';
import { startService, type Service } from '../support/service.ts';

const stranger = 'evil.test';
/** To plain HTTP at a name a browser says less of a page than to loopback. */
const named = 'hooks.test';
/** Chromium keeps public pages from this machine; other browsers do not, so the listeners must. */
const withoutHelp = '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests';
const open = (name: string, code: string, exposed: boolean) => ({
  name,
  code,
  trigger: { authentication: { kind: 'none', exposed }, methods: ['GET', 'POST'] },
});

let service: Service;
let browser: Browser;
let elsewhere: Server;

test.beforeAll(async () => {
  service = await startService({
    integrations: [open('Open', 'open1', false), open('Exposed', 'open2', true)],
  });
  const executablePath = findChromium();
  browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    chromiumSandbox: false,
    args: [
      `--host-resolver-rules=MAP ${stranger} 127.0.0.1,MAP ${named} 127.0.0.1`,
      '--disable-background-networking',
      withoutHelp,
    ],
  });
  elsewhere = createServer(({ url }, response) => {
    response.setHeader('content-type', 'text/html');
    if (url === '/silent') response.setHeader('referrer-policy', 'no-referrer');
    response.end('<!doctype html><title>A stranger</title><body>');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});

test.afterAll(async () => {
  await browser.close();
  elsewhere.close();
  await service.stop();
});

const api = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${service.adminUrl}/api${path}`, {
    ...init,
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
  });
  expect(answer.ok).toBe(true);
  return answer.json();
};

const readCalls = (): Promise<{ calls: { state: string; path: string; problem: { code: string } }[] }> =>
  api('/calls?limit=1000');

/** What a page may try against an address without being asked; gives what it was able to read. */
const attack = (page: Page, targets: readonly string[], socket: string): Promise<readonly string[]> =>
  page.evaluate(
    async ([addresses, socketAddress]) => {
      const read: string[] = [];
      const settled: Promise<unknown>[] = [];
      const after = (element: HTMLElement) =>
        new Promise((resolve) => {
          element.onload = resolve;
          element.onerror = resolve;
          setTimeout(resolve, 3_000);
        });
      for (const address of addresses) {
        for (const init of [
          {},
          { method: 'POST', body: '{"a":1}' },
          { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } },
          { method: 'POST', body: '{"a":1}', mode: 'no-cors' },
          { method: 'GET', mode: 'no-cors', credentials: 'include' },
        ] satisfies RequestInit[]) {
          settled.push(
            fetch(address, init).then(
              async (answer) => void (answer.ok && read.push(`${address}: ${await answer.text()}`)),
              () => undefined,
            ),
          );
        }
        settled.push(Promise.resolve(navigator.sendBeacon(address, 'a=1')));
        for (const [tag, attribute] of [
          ['img', 'src'],
          ['script', 'src'],
          ['iframe', 'src'],
          ['video', 'src'],
          ['object', 'data'],
        ] as const) {
          const element = document.createElement(tag);
          element.setAttribute(attribute, address);
          settled.push(after(element));
          document.body.append(element);
        }
        const frame = document.createElement('iframe');
        frame.name = `frame${settled.length}`;
        const form = document.createElement('form');
        Object.assign(form, { method: 'POST', action: address, target: frame.name, enctype: 'text/plain' });
        document.body.append(frame, form);
        settled.push(after(frame));
        form.submit();
      }
      const socket = new WebSocket(socketAddress, ['hookline.v1', 'tok.guessed']);
      settled.push(
        new Promise((resolve) => {
          socket.onopen = () => resolve(read.push('The socket was opened.'));
          socket.onerror = resolve;
        }),
      );
      await Promise.all(settled);
      return read;
    },
    [targets, socket] as const,
  );

const endpoints = (base: string) => [`${base}/open1/Open`, `${base}/open2/Exposed`];
const adminPaths = (base: string) =>
  ['/', '/api/status', '/api/integrations', '/rpc/host/status'].map((p) => base + p);

async function expectNothingDone(): Promise<void> {
  const { calls } = await readCalls();
  expect(calls.filter(({ state }) => state !== 'refused')).toEqual([]);
  expect(Object.values(await api('/integrations'))).toHaveLength(2);
}

test('a page of another site runs nothing and reads nothing', async () => {
  const page = await browser.newPage();
  const { port } = elsewhere.address() as AddressInfo;
  await page.goto(`http://${stranger}:${port}/`);
  const { webhookUrl, adminUrl } = service;
  const read = await attack(
    page,
    [
      ...endpoints(webhookUrl),
      ...endpoints(webhookUrl.replace('127.0.0.1', 'localhost')),
      ...adminPaths(adminUrl),
    ],
    `${adminUrl.replace('http', 'ws')}/rpc`,
  );
  expect(read).toEqual([]);
  await expectNothingDone();
  // They did get as far as the listener, and were refused there.
  // Refused calls are put down a moment later.
  const reasons = async () => [...new Set((await readCalls()).calls.map(({ problem }) => problem.code))];
  await expect.poll(reasons).toEqual(['browser_blocked']);
  await page.close();
});

test('a page that lets its browser say nothing of it runs nothing over plain HTTP', async () => {
  const { port } = new URL(service.webhookUrl);
  const base = `http://${named}:${port}`;
  await api('/settings', {
    method: 'PUT',
    body: JSON.stringify({ ...(await api('/settings')), publicBaseUrl: base }),
  });
  const before = (await readCalls()).calls.length;
  const page = await browser.newPage();
  await page.goto(`http://${stranger}:${(elsewhere.address() as AddressInfo).port}/silent`);
  expect(await attack(page, [`${base}/open2/Exposed`], `ws://${named}:${port}/open2/Exposed`)).toEqual([]);
  await page.goto(`http://${stranger}:${(elsewhere.address() as AddressInfo).port}/silent`);
  await page.evaluate((address) => location.assign(address), `${base}/open2/Exposed`);
  await page.waitForURL(`${base}/**`);
  await expectNothingDone();
  await expect.poll(async () => (await readCalls()).calls.length).toBeGreaterThan(before);
  await page.close();
});

for (const [what, base, targets] of [
  ['the screens and the admin API', () => service.adminUrl, adminPaths],
  ['the triggers', () => service.webhookUrl, endpoints],
] as const) {
  test(`a page whose name was made to resolve to this machine gets nothing of ${what}`, async () => {
    const { port } = new URL(base());
    const own = `http://${stranger}:${port}`;
    const page = await browser.newPage();
    // Its document came from the stranger's own address, before the name was changed; all else goes to the listener.
    await page.route(`${own}/page`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' }),
    );
    await page.goto(`${own}/page`);
    const statuses = await page.evaluate(
      (addresses) =>
        Promise.all(
          addresses.flatMap((address) =>
            ['GET', 'POST'].map(async (method) => (await fetch(address, { method })).status),
          ),
        ),
      targets(own),
    );
    expect(new Set(statuses)).toEqual(new Set([421]));
    expect(await attack(page, targets(own), `ws://${stranger}:${port}/rpc`)).toEqual([]);
    await expectNothingDone();
    await page.close();
  });
}
