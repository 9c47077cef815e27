// The bell in the head of the window, and the rules in the settings.
import { expect, type Page } from '@playwright/test';
import { startPeer, type Peer } from '../support/peer.ts';
import { startService, type Service } from './face.ts';
import { expectAccessible, goTo, leave, lookAt, openScreen, test, ofBrowser } from './screen.ts';

const open = { authentication: { kind: 'none' } };
const widths = [480, 900, 1400];

let service: Service;
let peer: Peer;
test.beforeEach(async () => {
  peer = await startPeer();
  service = await startService({
    integrations: [
      {
        name: 'Failing',
        code: 'fails',
        trigger: open,
        workflow: [{ name: 'no', kind: 'fail', status: 500 }],
      },
      {
        name: 'Holding',
        code: 'holds',
        trigger: { ...open, orderedDelivery: { onFailure: 'hold' } },
        workflow: [{ name: 'no', kind: 'fail', status: 500 }],
      },
    ],
  });
});
test.afterEach(async ({ page }) => {
  await leave(page);
  await service.stop();
  await peer.close();
});

async function api(method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${service.adminUrl}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

const call = (address: string) => fetch(`${service.webhookUrl}/${address}`, { method: 'POST' });
const bell = (page: Page) => page.getByRole('navigation').getByRole('button', { name: /^Notifications/ });
const list = (page: Page) => page.getByRole('dialog', { name: 'Notifications' });

test('what happens is counted at the bell, said politely, and leads to where it happened', async ({
  page,
}) => {
  await openScreen(page, service, '/');
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await bell(page).click();
  await expect(list(page)).toContainText('Nothing yet.');
  await page.keyboard.press('Escape');
  await expect(list(page)).toBeHidden();

  await call('fails/Failing');
  await expect(bell(page)).toHaveAccessibleName('Notifications, 1 new');
  const said = page.getByRole('status', { name: 'Newest notification' });
  await expect(said).toHaveText('A call of Failing failed');
  await call('holds/Holding');
  await expect(bell(page)).toHaveAccessibleName('Notifications, 2 new');
  await expect(said).toHaveText('A lane of Holding is held');

  // Some time passes before anyone looks, and how long ago it was counts from then; the service is not asked for its own.
  await page.evaluate(() => {
    for (const [carrier, name] of [
      [WebSocket.prototype, 'send'],
      [MessagePort.prototype, 'postMessage'],
    ] as const) {
      const send = Reflect.get(carrier, name) as (...sent: unknown[]) => void;
      Reflect.set(carrier, name, function (this: object, ...sent: unknown[]) {
        if (!String(sent[0]).includes('/host/status')) send.apply(this, sent);
      });
    }
    const now = performance.now.bind(performance);
    performance.now = () => now() + 3_600_000;
  });
  await bell(page).focus();
  await page.keyboard.press('Enter');
  await expect(list(page).locator('time')).toHaveText(['1 h ago', '1 h ago']);
  await expect(list(page).getByRole('link', { name: 'A lane of Holding is held' })).toBeVisible();
  await expect(list(page).getByText('new', { exact: true })).toHaveCount(2);
  await lookAt(page, 'notifications', 800, widths);
  await page.keyboard.press('Escape');
  await expect(bell(page)).toBeFocused();
  await expect(bell(page)).toHaveAccessibleName('Notifications');

  await page.keyboard.press('Enter');
  await list(page).getByRole('link', { name: 'A lane of Holding is held' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Lanes', exact: true })).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Filter lanes' })).toHaveValue('holds/Holding');
  await bell(page).click();
  await list(page).getByRole('link', { name: 'A call of Failing failed' }).click();
  await expect(page.getByRole('heading', { name: /Failing/ }).first()).toBeVisible();

  // Read in this browser, also after the page was loaded anew.
  await page.reload();
  await expect(page.getByRole('navigation')).toBeVisible();
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await bell(page).click();
  await expect(list(page).getByRole('listitem')).toHaveCount(2);

  // To the rules, from another page and, once more, from the top of their own.
  const heading = page.getByRole('heading', { name: 'Notifications', level: 2 });
  await list(page).getByRole('link', { name: 'Rules' }).press('Enter');
  for (const again of [true, false]) {
    await expect(list(page)).toBeHidden();
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
    await expect(page.getByRole('table', { name: 'Rules of notifications' })).toBeInViewport();
    if (!again) break;
    await page.getByRole('main').evaluate((main) => main.scrollTo(0, 0));
    await bell(page).click();
    await list(page).getByRole('link', { name: 'Rules' }).click();
  }
});

test('a rule is made with a webhook, tested, saved, and says when its receiver fails', async ({ page }) => {
  await api('PUT', '/environment/ALARMS', { secret: `whsec_${Buffer.alloc(32, 3).toString('base64')}` });
  await openScreen(page, service, '/settings');
  const rules = page.getByRole('table', { name: 'Rules of notifications' });
  await expect(rules.getByRole('row')).toHaveCount(4);
  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await dialog.getByRole('combobox', { name: 'Tells when' }).click();
  await page.getByRole('option', { name: 'Many calls are refused' }).click();
  await dialog.getByRole('button', { name: 'Add webhook' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/./);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Refusals');
  await dialog.getByRole('textbox', { name: 'More than (percent)' }).fill('35');
  const webhook = dialog.getByRole('group', { name: 'Webhook' });
  await webhook.getByRole('textbox', { name: 'Address' }).fill(`${peer.url}/alarms`);
  await webhook.getByRole('combobox', { name: 'Signing secret' }).click();
  await page.getByRole('option', { name: 'ALARMS' }).click();
  await webhook.getByRole('button', { name: 'Send a test' }).click();
  await expect(webhook.getByRole('note')).toContainText(
    /Sent, after \d+ ms: 127\.0\.0\.1:\d+ answered 200\./,
  );
  expect(JSON.parse(peer.received[0]?.body ?? '{}')).toMatchObject({ type: 'notification.test' });
  expect(peer.received[0]?.headers['webhook-signature']).toMatch(/^v1,/);
  await lookAt(page, 'notification-rule', 1100, widths);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const row = rules.getByRole('row').filter({ hasText: 'Refusals' });
  await expect(row).toContainText('more than 35 % of 20 calls or more are refused within 10 minutes');

  await page.getByRole('button', { name: 'Change Refusals' }).click();
  const known = page.getByRole('dialog', { name: 'Refusals' });
  await known.getByRole('combobox', { name: 'Tells when' }).click();
  await page.getByRole('option', { name: 'A call failed' }).click();
  await known.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('a call failed');
  await peer.close();
  await call('fails/Failing');
  await expect(row).toContainText(/Failed .*, attempt \d+: .*1 to be delivered/);
  await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('cannot be delivered');
  await row.scrollIntoViewIfNeeded();
  await lookAt(page, 'notification-rules', 1100, widths);
  // Looked at last in dark, where it is as red as in light.
  await expect(page.getByRole('button', { name: 'Delete Refusals' })).toHaveCSS(
    'color',
    'rgb(255, 143, 133)',
  );
  await page.getByRole('button', { name: 'Delete Refusals' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(row).toHaveCount(0);
});

test('without a secret one is made in the dialog, shown once, chosen, and signs; one set meanwhile is offered', async ({
  page,
}) => {
  await openScreen(page, service, '/settings');
  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Failures');
  await dialog.getByRole('button', { name: 'Add webhook' }).click();
  const webhook = dialog.getByRole('group', { name: 'Webhook' });
  await webhook.getByRole('textbox', { name: 'Address' }).fill(`${peer.url}/alarms`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  const chosen = webhook.getByRole('combobox', { name: 'Signing secret' });
  await expect(chosen).toHaveAccessibleDescription(/Choose or make a signing secret\./);

  await webhook.getByRole('button', { name: 'Make a secret' }).click();
  const making = page.getByRole('dialog', { name: 'Make a secret' });
  await expect(making.getByRole('textbox', { name: 'Name' })).toHaveValue('NOTIFICATION_SECRET');
  await making.getByRole('button', { name: 'Make', exact: true }).click();
  await expect(making.getByTestId('signing-secret')).toHaveText(/^whsec_[A-Za-z0-9+/]{43}=$/);
  // It is shown this once: neither it nor the dialog around it is left by chance.
  await page.mouse.click(5, 5);
  await page.keyboard.press('Escape');
  await expect(making.getByTestId('signing-secret')).toBeVisible();
  await expectAccessible(page);
  await making.getByRole('button', { name: 'Done' }).click();
  await expect(chosen).toHaveValue('NOTIFICATION_SECRET');
  await page.mouse.click(5, 5);
  await webhook.getByRole('button', { name: 'Send a test' }).click();
  await expect(webhook.getByRole('note')).toContainText('Sent, after');
  expect(peer.received[0]?.headers['webhook-signature']).toMatch(/^v1,/);

  await api('PUT', '/environment/LATER', { secret: `whsec_${Buffer.alloc(32, 3).toString('base64')}` });
  await chosen.click();
  await expect(page.getByRole('option', { name: 'LATER' })).toBeVisible();
});

test(
  'whoever may only read sees the rules and the list, and why the rest is not theirs',
  ofBrowser('A window has no token, and may do everything.'),
  async ({ page }) => {
    const answer = await fetch(`${service.adminUrl}/api/access/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ label: 'Night shift', role: 'support' }),
    });
    const { value } = (await answer.json()) as { value: string };
    await call('fails/Failing');
    await openScreen(page, { ...service, adminToken: value }, '/settings');
    for (const name of ['New rule', 'Change Failed calls', 'Delete Failed calls']) {
      await expect(page.getByRole('button', { name })).toHaveAccessibleDescription(/needs the role operator/);
    }
    await page.getByRole('button', { name: 'New rule' }).press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectAccessible(page);
    await goTo(page, '/');
    await expect(bell(page)).toHaveAccessibleName('Notifications, 1 new');
  },
);
