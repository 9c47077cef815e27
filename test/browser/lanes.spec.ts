// Lanes as their operator meets them: why each stands still, and what may be done about it, by mouse and keys.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { type Peer, startPeer } from '../support/peer.ts';
import { slowUntil } from './sample-integrations.ts';
import { expectAccessible, lookAt, ofBrowser, openScreen, test } from './screen.ts';

const open = { authentication: { kind: 'none' }, methods: ['POST'] };
const closed = [{ name: 'stop', kind: 'fail', status: 503, message: 'The stock is closed.' }];

const rested = Promise.withResolvers<object>();
let peer: Peer;
let service: Service;
test.beforeAll(async () => {
  peer = await startPeer(() => rested.promise);
  service = await startService({
    integrations: [
      ...slowUntil(peer.url),
      {
        name: 'Holding',
        code: 'holdi',
        trigger: { ...open, orderedDelivery: { onFailure: 'hold' } },
        workflow: closed,
      },
      {
        name: 'Clocked',
        code: 'clock',
        trigger: { ...open, orderedDelivery: { onFailure: 'hold' } },
        workflow: closed,
      },
      {
        name: 'Keyed',
        code: 'keyed',
        trigger: { ...open, orderedDelivery: { by: 'query.id', onFailure: 'hold' } },
        workflow: closed,
      },
      {
        name: 'Again',
        code: 'again',
        trigger: {
          ...open,
          orderedDelivery: true,
          retry: { attempts: 3, waitSeconds: [300], jitter: 0 },
        },
        workflow: closed,
      },
      {
        name: 'Crowded',
        code: 'crowd',
        trigger: { ...open, orderedDelivery: true },
        workflow: [{ name: 'rest', kind: 'delay', seconds: 3600 }],
      },
    ],
  });
});
test.afterAll(async () => {
  rested.resolve({});
  await service.stop();
  await peer.close();
});

async function send(path: string): Promise<string> {
  const answer = await fetch(`${service.webhookUrl}/${path}`, { method: 'POST' });
  return answer.headers.get('x-call-id') ?? '';
}

const laneRow = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('button', { name: new RegExp(`^${name}`) }) });
const openLane = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
const callsOf = (page: Page, name: string) =>
  page.getByRole('table', { name: `Calls of ${name} that run or wait` });

test('a lane shows who runs and who waits, in the order received, and leads to each call', async ({
  page,
}) => {
  const ids: string[] = [];
  for (let count = 0; count < 4; count++) ids.push(await send('slow1/Slow'));
  await openScreen(page, service, '/lanes');
  await expect(laneRow(page, 'Slow')).toContainText('moving, in order');
  await expect(laneRow(page, 'Slow')).toContainText(/1, for \d/);
  await openLane(page, 'Slow');
  const calls = callsOf(page, 'Slow');
  await expect(calls.getByRole('row').nth(1)).toContainText('running');
  await expect(calls.getByRole('row').nth(2)).toContainText('behind one call');
  await expectAccessible(page);
  const links = calls.getByRole('link');
  const shown = () => links.evaluateAll((found) => found.map((link) => link.getAttribute('href')));
  await expect.poll(shown).toEqual(ids.map((id) => `#/calls/${id}`));

  await links.last().click();
  await expect(page).toHaveURL(new RegExp(`#/calls/${ids.at(-1)}$`));
  await expect(page.getByText(/^Waiting: .* in its lane\./)).toBeVisible();
  await expectAccessible(page);
  // Seen to its end without a reload.
  rested.resolve({});
  await expect(page.getByText(/^Succeeded in .* after waiting/)).toBeVisible();
  await page.getByRole('tab', { name: 'Lane' }).click();
  await expect(page.getByText('Number 4 in the lane slow1/Slow.')).toBeVisible();
  await page.getByRole('link', { name: 'Calls of this lane' }).click();
  await expect(page.getByRole('group', { name: 'Filters' })).toContainText('lane: slow1/Slow');
  await expect(page.getByRole('row').filter({ hasText: 'Slow' })).toHaveCount(4);
});

test(
  'ages are told by the clock of the service, whatever that of the browser says',
  ofBrowser('the window is on the machine of the service'),
  async ({ page }) => {
    await page.addInitScript(() => {
      const { now } = Date;
      Date.now = () => now() + 3_600_000;
      Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + 3_600_000 });
    });
    await send('clock/Clocked');
    await openScreen(page, service, '/lanes');
    const oldest = laneRow(page, 'Clocked').getByRole('cell').nth(4);
    await expect(oldest).toHaveText(/^[\d.]+ m?s$/);
  },
);

test(
  'a lane that its head stopped says why, and goes on when somebody decides, by the keyboard alone',
  { tag: '@both' },
  async ({ page }) => {
    const first = await send('holdi/Holding');
    const second = await send('holdi/Holding');
    await openScreen(page, service, '/lanes');
    const row = laneRow(page, 'Holding');
    await expect(row).toContainText(/held since .*, in order/);
    await expect(row).toContainText('The stock is closed.');
    await expect(row.getByRole('link', { name: 'its head failed' })).toHaveAttribute(
      'href',
      `#/calls/${first}`,
    );
    await page.getByRole('button', { name: /^Holding/ }).focus();
    await page.keyboard.press('Enter');
    const calls = callsOf(page, 'Holding');
    await expect(calls.getByRole('row').nth(1)).toContainText(/held since .*the stock is closed/i);
    await expect(calls.getByRole('row').nth(2)).toContainText('behind one call, and the lane is held');
    const acts = page.getByRole('group', { name: 'Actions on Holding' });
    const hold = acts.getByRole('button', { name: 'Hold' });
    await expect(hold).toHaveAttribute('aria-disabled', 'true');
    await expect(hold).toHaveAccessibleDescription('It is held already.');
    await lookAt(page, 'lane-held');

    // Skipping breaks the order, so it asks why.
    await acts.getByRole('button', { name: 'Skip head' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Skip head: Holding' });
    await expect(dialog).toContainText('Call number 1 ends as failed');
    await expect(dialog.getByLabel('Note')).toBeFocused();
    await dialog.getByRole('button', { name: 'Skip head' }).press('Enter');
    await expect(dialog.getByLabel('Note')).toHaveAccessibleDescription(/A note is needed/);
    await lookAt(page, 'lane-dialog');
    await dialog.getByLabel('Note').fill('Sent by hand.');
    await dialog.getByRole('button', { name: 'Skip head' }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect(acts.getByRole('button', { name: 'Skip head' })).toBeFocused();
    await expect(calls.getByRole('row')).toHaveCount(2);

    // Tried again, the next one fails as well and holds the lane anew.
    await expect(row.getByRole('link', { name: 'its head failed' })).toHaveAttribute(
      'href',
      `#/calls/${second}`,
    );
    await acts.getByRole('button', { name: 'Retry head' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry head' }).click();
    await page.getByRole('button', { name: 'History' }).click();
    const history = page.getByRole('table', { name: 'What was done to Holding' });
    await expect(history.getByRole('row')).toHaveText([
      /when/,
      /held, since its head failed/,
      /head tried again/,
      /held/,
      /head skipped\s*the owner of the data folder\s*Sent by hand\./,
      /held/,
    ]);
    await expect(history.getByRole('link').last()).toHaveAttribute('href', `#/calls/${first}`);
    await expectAccessible(page);

    await acts.getByRole('button', { name: 'Drain' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Drain' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    expect((await fetch(`${service.webhookUrl}/holdi/Holding`, { method: 'POST' })).status).toBe(503);
  },
);

test('what was decided of a head that is gone is refused where it was asked', async ({ page }) => {
  await send('broke/Broken');
  await send('again/Again');
  await send('again/Again');
  await openScreen(page, service, '/lanes');
  await expect(laneRow(page, 'Again')).toContainText(
    /next attempt in [45] min \d+ s after: stop: The stock is closed/,
  );
  await openLane(page, 'Again');
  const calls = callsOf(page, 'Again');
  await expect(calls.getByRole('row').nth(1)).toContainText(/next attempt in/);
  await expect(calls.getByRole('row').nth(2)).toContainText('behind one call');
  await page.getByRole('button', { name: 'Skip head' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note').fill('No longer needed.');
  const lanes: { integrationId: string; integration: string }[] = await ask('GET', '/lanes');
  const again = lanes.find(({ integration }) => integration === 'Again')!;
  await ask('POST', `/lanes/${again.integrationId}/skip`);
  // The other one is the head once it has failed too; until then it runs, and nobody waits.
  const head = async () => (await ask('GET', `/lanes/${again.integrationId}`)).waitingCalls[0]?.nextAttemptAt;
  await expect.poll(head).toEqual(expect.any(String));
  await dialog.getByRole('button', { name: 'Skip head' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Another call is the head by now.');
  await expectAccessible(page);
  await lookAt(page, 'lane-refused');
});

async function ask(method: string, path: string) {
  const answer = await fetch(`${service.adminUrl}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: '{}' } : {}),
  });
  return answer.json();
}

test('each key has a lane, held ones first, opened with its calls', { tag: '@both' }, async ({ page }) => {
  for (const id of [7, 7, 7, 8]) await send(`keyed/Keyed?id=${id}`);
  await openScreen(page, service, '/lanes');
  await expect(laneRow(page, 'Keyed')).toContainText('2 lanes held');
  await openLane(page, 'Keyed');
  const lanes = page.getByRole('table', { name: 'Lanes of Keyed' });
  await expect(lanes.getByRole('row').nth(1)).toContainText(/7.*held since.*The stock is closed\..*3/);
  await lanes.getByRole('button', { name: '7' }).click();
  const calls = page.getByRole('table', { name: 'Calls of the lane of 7 that run or wait' });
  await expect(calls.getByRole('row')).toHaveCount(4);
  await expect(calls.getByRole('row').nth(3)).toContainText('behind 2 calls, and the lane is held');
  await expect(callsOf(page, 'Keyed').getByRole('row')).toHaveCount(5);
  await lookAt(page, 'lane-keys');

  await calls.getByRole('button', { name: 'Cancel number 2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel call number 2' });
  await dialog.getByLabel('Note').fill('Sent twice.');
  await dialog.getByRole('button', { name: 'Cancel the call' }).click();
  await expect(calls.getByRole('row')).toHaveCount(3);
  const acts = page.getByRole('group', { name: 'Actions on the lane of 7' });
  await acts.getByRole('button', { name: 'Skip head' }).click();
  await page.getByRole('dialog').getByLabel('Note').fill('Gone.');
  await page.getByRole('dialog').getByRole('button', { name: 'Skip head' }).click();
  await expect(calls.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Control+/');
  await expect(page.getByLabel('Filter lanes')).toBeFocused();
  await page.getByLabel('Filter keys').fill('8');
  await expect(lanes.getByRole('button')).toHaveText(['8']);
});

test('ten thousand waiting calls are drawn as far as they are in sight', async ({ page }) => {
  test.slow();
  const total = 10_000;
  const burst = 100;
  await send('crowd/Crowded');
  for (let sent = 0; sent < total; sent += burst) {
    await Promise.all(Array.from({ length: burst }, () => send('crowd/Crowded')));
  }
  await openScreen(page, service, '/lanes');
  await expect(laneRow(page, 'Crowded')).toContainText(formatted(total));
  await openLane(page, 'Crowded');
  const calls = callsOf(page, 'Crowded');
  await expect(calls.getByRole('row').nth(5)).toContainText('behind 4 calls');
  expect(await calls.getByRole('row').count()).toBeLessThan(60);
  await calls.focus();
  await page.keyboard.press('End');
  const last = calls.getByRole('row').last();
  await expect(last).toContainText(`behind ${formatted(total)} calls`);
  await lookAt(page, 'lane-crowded');
  await last.getByRole('button', { name: /^Cancel/ }).click();
  await page.getByRole('dialog').getByLabel('Note').fill('One too many.');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the call' }).click();
  await expect(laneRow(page, 'Crowded')).toContainText(formatted(total - 1));
});

const formatted = (count: number): string =>
  `${Math.floor(count / 1000)}\u202f${String(count % 1000).padStart(3, '0')}`;

test('lanes are found by typing', async ({ page }) => {
  await openScreen(page, service, '/lanes');
  await expect(page.getByRole('row').filter({ hasText: 'Quick' })).toBeVisible();
  await page.getByLabel('Filter lanes').fill('broke');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByLabel('Filter lanes').fill('nothing like it');
  await expect(page.getByText('No lane fits')).toBeVisible();
});
