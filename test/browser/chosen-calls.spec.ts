import { expect } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { expectAccessible, openScreen, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService({ integrations: sampleIntegrations });
  for (let count = 0; count < 6; count++) {
    await fetch(`${service.webhookUrl}/quick/Quick`, { method: 'POST', body: `{"count":${count}}` });
  }
});
test.afterAll(() => service.stop());

test('calls are chosen by their box, with Shift to another row, and with the keyboard alone', async ({
  page,
}) => {
  await openScreen(page, service, '/calls?integration=quick/Quick');
  const row = (at: number) => page.getByRole('row').nth(at);
  const chosen = page.getByRole('group', { name: 'Chosen calls' });
  await expect(row(6)).toContainText('Quick');

  await row(2).getByRole('checkbox').click();
  await expect(row(2).getByRole('checkbox')).toBeChecked();
  await expect(chosen).toContainText('1 chosen');
  await row(4).click({ modifiers: ['Shift'] });
  await expect(chosen).toContainText('3 chosen');
  await row(3).click({ modifiers: ['ControlOrMeta'] });
  await expect(chosen).toContainText('2 chosen');
  // Nothing was opened by it.
  await expect(page.getByRole('complementary', { name: 'Call' })).toBeHidden();
  await expectAccessible(page);

  await chosen.getByRole('button', { name: 'Clear' }).click();
  await expect(chosen).toBeHidden();
  await page.getByRole('table', { name: 'Calls' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(chosen).toContainText('3 chosen');
  for (const at of [1, 2, 3]) await expect(row(at).getByRole('checkbox')).toBeChecked();
  await expect(row(4).getByRole('checkbox')).not.toBeChecked();
});
