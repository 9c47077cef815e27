// From where calls may come: set on the screens, and met by pages in a real browser.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { expectAccessible, lookAt, openScreen, test, ofBrowser } from './screen.ts';
import { create, endpointOf, save, savedAs } from './setup-page.ts';

let service: Service;
let site: { readonly origin: string; close(): void };
test.beforeAll(async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<title>Shop</title><link rel="icon" href="data:,">');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  site = { origin: `http://localhost:${port}`, close: () => server.close() };
  service = await startService({
    integrations: [
      {
        name: 'Keyed',
        code: 'pages',
        trigger: {
          authentication: { kind: 'apiKeys', keys: [{ label: 'Shop', key: 'key-of-the-shop' }] },
          origins: [site.origin],
        },
      },
      { name: 'Open', code: 'pages', trigger: { authentication: { kind: 'none' } } },
    ],
  });
});
test.afterAll(async () => {
  await service.stop();
  site.close();
});

const settingsNow = async () => {
  const answer = await fetch(`${service.adminUrl}/api/settings`, {
    headers: { authorization: `Bearer ${service.adminToken}` },
  });
  return answer.json();
};

async function enter(page: Page, label: string, texts: readonly string[]): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true });
  for (const text of texts) {
    await field.fill(text);
    await field.press('Enter');
  }
}

test('the rules of the installation are lists of addresses, and a wrong entry is said at its list', async ({
  page,
}) => {
  await openScreen(page, service, '/settings');
  await enter(page, 'Trusted proxies', ['10.0.0.1', 'fd00::/8']);
  await enter(page, 'Denied addresses', ['203.0.113.0/24', '10.0.0.0/99']);
  await page.getByLabel(/^Workflows may send requests to this machine/).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This is neither an IP address nor a range such as 10.0.0.0/8.')).toBeVisible();
  await lookAt(page, 'network', 1400);
  await page.getByRole('combobox', { name: 'Denied addresses', exact: true }).press('Backspace');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await settingsNow()).toMatchObject({
    network: {
      trustedProxies: ['10.0.0.1', 'fd00::/8'],
      allow: [],
      deny: ['203.0.113.0/24'],
      privateDestinations: false,
    },
  });
});

test('the rules of a trigger are in effect when it is saved', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Ruled');
  const address = await endpointOf(page);
  expect((await fetch(address)).status).toBe(202);
  await page.getByRole('button', { name: 'Advanced', exact: true }).click();
  await enter(page, 'Allowed addresses', ['10.0.0.0/8']);
  await enter(page, 'Web pages that may call', ['https://app.example.com/path']);
  await save(page);
  await expect(page.getByText(/An origin is a scheme, a host and perhaps a port/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Web pages that may call', exact: true }).press('Backspace');
  await enter(page, 'Web pages that may call', ['https://app.example.com']);
  await save(page);
  await savedAs(page, 2);
  await lookAt(page, 'trigger-network', 2000);
  expect((await fetch(address)).status).toBe(403);
  await page.reload();
  await expect(page.getByText('10.0.0.0/8', { exact: true })).toBeVisible();
});

test(
  'a page that a trigger names calls it with its key and reads the answer; elsewhere the browser stops it',
  ofBrowser('The pages are of other sites.'),
  async ({ browser }) => {
    const page = await browser.newPage();
    await page.goto(site.origin);
    const call = (path: string, headers: Record<string, string>) =>
      page.evaluate(
        async ([address, sent]) => {
          try {
            const answer = await fetch(address, { method: 'POST', headers: sent, body: '{}' });
            return {
              status: answer.status,
              callId: answer.headers.get('x-call-id'),
              location: answer.headers.get('location'),
            };
          } catch {
            return null;
          }
        },
        [`${service.webhookUrl}${path}`, headers] as const,
      );
    const json = { 'content-type': 'application/json' };
    const accepted = await call('/pages/Keyed', { ...json, 'x-api-key': 'key-of-the-shop' });
    expect(accepted).toMatchObject({ status: 202, location: `/pages/Keyed/calls/${accepted?.callId}` });
    expect(await call('/pages/Keyed', { ...json, 'x-api-key': 'key-of-nobody' })).toMatchObject({
      status: 401,
    });

    await page.goto(site.origin.replace('localhost', '127.0.0.1'));
    expect(await call('/pages/Keyed', { ...json, 'x-api-key': 'key-of-the-shop' })).toBe(null);
    // A request that needs no preflight reaches a trigger without keys, and is refused there.
    expect(await call('/pages/Open', {})).toBe(null);
    // Refused calls are put down a moment later, many at a time.
    const log = async (): Promise<unknown> =>
      (
        await fetch(`${service.adminUrl}/api/calls?integration=Open`, {
          headers: { authorization: `Bearer ${service.adminToken}` },
        })
      ).json();
    await expect
      .poll(log)
      .toMatchObject({ calls: [{ state: 'refused', problem: { code: 'browser_blocked' } }] });
    await page.close();
  },
);
