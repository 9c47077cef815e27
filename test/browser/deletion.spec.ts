// An integration that others name is deleted: what it breaks is asked first, and said where it stands afterwards.
import { expect } from '@playwright/test';
import { type Service, startService } from './face.ts';
import { expectAccessible, goTo, leave, openScreen, test } from './screen.ts';

const open = { authentication: { kind: 'none' } };

let service: Service;
test.beforeAll(async () => {
  service = await startService({
    integrations: [
      {
        name: 'Price',
        code: 'aaaaa',
        trigger: { ...open, orderedDelivery: true },
        workflow: [{ name: 'rest', kind: 'delay', seconds: 600 }],
      },
      {
        name: 'Order',
        code: 'bbbbb',
        trigger: open,
        workflow: [{ name: 'ask', kind: 'call', integration: 'Price' }],
      },
    ],
  });
});
test.afterAll(() => service.stop());
test.afterEach(({ page }) => leave(page));

test('what calls it and what waits is asked one after the other, and a rule about it says that it is gone', async ({
  page,
}) => {
  const ruled = await fetch(`${service.adminUrl}/api/notifications/rules`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rule: { kind: 'failedCall', name: 'Prices', integration: 'Price' } }),
  });
  expect(ruled.status).toBe(200);
  for (let sent = 0; sent < 2; sent++) {
    expect((await fetch(`${service.webhookUrl}/aaaaa/Price`, { method: 'POST' })).status).toBe(202);
  }
  await openScreen(page, service, '/');
  await page.getByRole('link', { name: 'Price' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(dialog).toContainText('bbbbb/Order calls Price');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Delete it all the same' }).click();
  await dialog.getByRole('button', { name: 'Cancel the waiting calls and delete' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('link', { name: 'Order' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Price' })).toHaveCount(0);
  await goTo(page, '/settings');
  await expect(page.getByRole('row').filter({ hasText: 'Prices' })).toContainText(
    'was deleted: the rule finds nothing',
  );
  await expectAccessible(page);
});
