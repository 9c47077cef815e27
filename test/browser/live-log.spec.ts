import { expect } from '@playwright/test';
import { formatTime } from '#renderer/ui/format.ts';
import { freePort } from '../support/free-port.ts';
import { startService as serve } from '../support/service.ts';
import { startService, type Service } from './face.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Peer, startPeer } from '../support/peer.ts';
import { sampleIntegrations, slowUntil } from './sample-integrations.ts';
import { expectAccessible, openScreen, test, ofBrowser } from './screen.ts';

const rested = Promise.withResolvers<object>();
let peer: Peer;
let service: Service;
test.beforeAll(async () => {
  peer = await startPeer(() => rested.promise);
  service = await startService({ integrations: slowUntil(peer.url) });
});
test.afterAll(async () => {
  rested.resolve({});
  await service.stop();
  await peer.close();
});

const send = (path: string, init?: RequestInit) =>
  fetch(`${service.webhookUrl}${path}`, { method: 'POST', ...init });

test(
  'a call is seen as it comes, opened with the keyboard, and tells where its time went',
  { tag: '@both' },
  async ({ page }) => {
    await openScreen(page, service, '/calls?integration=quick/Quick');
    await expect(page.getByText('No call fits')).toBeVisible();
    await send('/quick/Quick?warehouse=MAIN', { body: '{"id": 12345678901234567890}' });
    const row = page.getByRole('row').filter({ hasText: 'Quick' });
    await expect(row).toContainText('succeeded');
    await expect(row).toContainText('200');

    await page.getByRole('table', { name: 'Calls' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const call = page.getByRole('complementary', { name: 'Call' });
    await expect(call).toContainText(/Succeeded in [\d.]+ m?s/);
    const timing = call.getByRole('list', { name: 'What each millisecond went to' });
    await expect(timing).toContainText(/Authorised [\d.]+ m?s/);
    await expect(timing).toContainText(/put on disk [\d.]+ m?s/i);
    await expect(timing).toContainText(/Answered 200 at/);
    await expect(call.locator('.cm-line')).toHaveText(['{', '  "id": 12345678901234567890', '}']);
    await expect(call.getByRole('table', { name: 'parameter' })).toContainText('warehouseMAIN');
    await expectAccessible(page);

    await page.keyboard.press('Escape');
    await expect(call).toBeHidden();
    await expect(row).toBeVisible();
  },
);

test('a refused call is seen with its reason, one for an unknown address with its path', async ({ page }) => {
  await openScreen(page, service, '/calls?state=refused');
  await send('/guard/Guarded', { headers: { 'x-api-key': 'not-this-one' } });
  await send('/guard/Gaurded');
  // Not by a number that may be part of a time.
  const answered = (status: string) =>
    page.getByRole('row').filter({ has: page.getByText(status, { exact: true }) });
  const wrong = answered('401');
  await expect(wrong).toContainText(/refused: .*key/i);
  await expect(answered('404')).toContainText('/guard/Gaurded');
  await wrong.click();
  const call = page.getByRole('complementary', { name: 'Call' });
  await expect(call).toContainText(/Refused: .*key/i);
  await call.getByRole('tab', { name: 'Response' }).click();
  await expect(call).toContainText('The caller was answered 401.');
  await expect(call).toContainText('urn:hookline:problem:key_wrong');
  await expect(call.getByRole('table', { name: 'header' })).toContainText('www-authenticate');
});

test('an address that names a call which is gone says so beside the newest calls', async ({ page }) => {
  await send('/quick/Quick');
  await openScreen(page, service, '/calls?call=00000000-0000-7000-8000-000000000000');
  await expect(page.getByRole('row').filter({ hasText: 'Quick' }).first()).toBeVisible();
  await expect(page.getByRole('main')).toContainText('This call is not in the log');
});

test('calls that wait in an ordered lane show their place behind its head', async ({ page }) => {
  await openScreen(page, service, '/calls?integration=slow1/Slow');
  for (let count = 0; count < 3; count++) await send('/slow1/Slow');
  const rows = page.getByRole('row').filter({ hasText: 'Slow' });
  await expect(rows.filter({ hasText: 'runninghead' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'waiting1' })).toHaveCount(1);
  rested.resolve({});
});

test('a failed step says why before all else', async ({ page }) => {
  await openScreen(page, service, '/calls?state=failed');
  await send('/broke/Broken');
  const row = page.getByRole('row').filter({ hasText: 'failed' }).first();
  await expect(row).toContainText(/failed: .*stock is empty/);
  await row.click();
  const call = page.getByRole('complementary', { name: 'Call' });
  await expect(call).toContainText(/Failed in the step “check” after .*stock is empty/);
  await expect(call.getByRole('tab', { name: /Steps/ })).toHaveAttribute('aria-selected', 'true');
  await expect(call.getByLabel('Error of the step check')).toContainText('The stock is empty.');
});

test(
  'filters are asked of the runtime, stay in the address, and are there again after a reload',
  { tag: '@both' },
  async ({ page }) => {
    await send('/quick/Quick', { body: 'a word that is rare: zwieback' });
    await send('/quick/Quick', { body: 'another' });
    await openScreen(page, service, '/calls');
    await page.getByLabel('Search path, headers, body').fill('zwieback');
    await expect(page).toHaveURL(/#\/calls\?text=zwieback$/);
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.reload();
    await expect(page.getByLabel('Search path, headers, body')).toHaveValue('zwieback');
    await expect(page.getByRole('row')).toHaveCount(2);
    await send('/quick/Quick', { body: 'more zwieback' });
    await expect(page.getByRole('row')).toHaveCount(3);

    await page.getByRole('combobox', { name: 'Method' }).click();
    await page.getByRole('option', { name: 'GET', exact: true }).click();
    await expect(page.getByText('No call fits')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page).toHaveURL(/#\/calls$/);
    await expect(page.getByRole('row').nth(2)).toBeVisible();
  },
);

test('while paused or scrolled away new calls wait behind a button that brings them back', async ({
  page,
}) => {
  for (let count = 0; count < 60; count++) await send('/quick/Quick');
  await openScreen(page, service, '/calls');
  const table = page.getByRole('table', { name: 'Calls' });
  await expect(page.getByText('following')).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toContainText('succeeded');

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('paused')).toBeVisible();
  const before = await page.getByRole('row').nth(1).textContent();
  for (let count = 0; count < 3; count++) await send('/quick/Quick');
  await expect(page.getByRole('button', { name: '3 new', exact: true })).toBeVisible();
  expect(await page.getByRole('row').nth(1).textContent()).toBe(before);
  await page.getByRole('button', { name: '3 new', exact: true }).click();
  await expect(page.getByText('following')).toBeVisible();
  await expect(page.getByRole('row').nth(1)).not.toHaveText(before ?? '');

  await table.evaluate((it) => it.scrollTo({ top: 500 }));
  await expect(page.getByText('held while reading')).toBeVisible();
  await send('/quick/Quick');
  await page.getByRole('button', { name: '1 new', exact: true }).click();
  await expect(page.getByText('following')).toBeVisible();
  await expect(table).toHaveJSProperty('scrollTop', 0);
});

test('a thousand calls keep few rows in the page, and the end of the list is the oldest of them', async ({
  page,
}) => {
  await send('/quick/Quick?warehouse=FIRST', { body: 'the oldest' });
  for (let count = 0; count < 100; count++)
    await Promise.all(Array.from({ length: 10 }, () => send('/quick/Quick', { body: 'of a thousand' })));
  await openScreen(page, service, '/calls?text=o&integration=quick/Quick&state=succeeded');
  const table = page.getByRole('table', { name: 'Calls' });
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await table.press('End');
  await expect(page.getByRole('button', { name: 'Newest' })).toBeVisible();
  expect(await page.getByRole('row').count()).toBeLessThanOrEqual(60);
  await table.press('End');
  await table.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Call' })).toContainText('Succeeded');
});

test(
  'after a restart of the service the list goes on by itself',
  ofBrowser('A window ends with what answers it.'),
  async ({ page, complaints }) => {
    const data = await mkdtemp(join(tmpdir(), 'hookline-test-'));
    const port = String(await freePort());
    const args = ['--admin-port', port];
    const first = await serve({ data, args, integrations: sampleIntegrations });
    await openScreen(page, first, '/calls');
    await fetch(`${first.webhookUrl}/quick/Quick`);
    await expect(page.getByRole('row').filter({ hasText: 'Quick' })).toHaveCount(1);
    await first.stop();
    await expect(page.getByText('The connection is interrupted')).toBeVisible();
    const second = await serve({ data, args });
    try {
      await fetch(`${second.webhookUrl}/quick/Quick`);
      await expect(page.getByRole('row').filter({ hasText: 'Quick' })).toHaveCount(2);
      await expect(page.getByText('The connection is interrupted')).toBeHidden();
    } finally {
      await page.close();
      await second.stop();
      await rm(data, { recursive: true, force: true });
      // The browser complains of the sockets that it could not open meanwhile.
      complaints.splice(0);
    }
  },
);

test(
  'when the service is killed while calls stream in, the log goes on without a gap and without a call twice',
  ofBrowser('A window ends with what answers it.'),
  async ({ page, complaints }) => {
    test.slow();
    const data = await mkdtemp(join(tmpdir(), 'hookline-test-'));
    const [port, adminPort] = [String(await freePort()), String(await freePort())];
    const args = ['--port', port, '--admin-port', adminPort];
    const first = await serve({ data, args, integrations: sampleIntegrations });
    await page.setViewportSize({ width: 1280, height: 8_000 });
    await openScreen(page, first, '/calls');
    await expect(page.getByText('following')).toBeVisible();

    const accepted = new Set<string>();
    let isSending = true;
    const sending = (async () => {
      while (isSending) {
        try {
          const answer = await fetch(`http://127.0.0.1:${port}/broke/Broken`, { method: 'POST', body: '{}' });
          if (answer.status === 202) accepted.add(((await answer.json()) as { callId: string }).callId);
        } catch {
          // Nobody listens for a moment.
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    await expect.poll(() => accepted.size).toBeGreaterThan(20);
    await first.kill();
    const beforeKill = accepted.size;
    const second = await serve({ data, args });
    try {
      await expect.poll(() => accepted.size).toBeGreaterThan(beforeKill + 20);
      isSending = false;
      await sending;
      const headers = { authorization: `Bearer ${second.adminToken}` };
      const stored = async () => {
        const answer = await fetch(`${second.adminUrl}/api/calls?limit=1000`, { headers });
        return ((await answer.json()) as { calls: { id: string; state: string; receivedAt: string }[] })
          .calls;
      };
      await expect.poll(async () => (await stored()).filter(({ state }) => state !== 'failed')).toEqual([]);
      const calls = await stored();
      expect([...accepted].filter((id) => !calls.some((call) => call.id === id))).toEqual([]);
      await expect(page.getByRole('row').filter({ hasText: 'failed' })).toHaveCount(calls.length);
      await expect(page.getByText('The connection is interrupted')).toBeHidden();
      const times = page
        .getByRole('row')
        .filter({ hasText: 'failed' })
        .getByText(/^\d\d:/);
      await expect(times).toHaveText(calls.map(({ receivedAt }) => formatTime(receivedAt)));
    } finally {
      isSending = false;
      await page.close();
      await second.stop();
      await rm(data, { recursive: true, force: true });
      // The browser complains of the sockets that it could not open meanwhile.
      complaints.splice(0);
    }
  },
);
