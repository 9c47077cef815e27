import { expect } from '@playwright/test';
import { startService, type Service } from '../support/service.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { expectAccessible, openScreen, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService({ integrations: sampleIntegrations });
});
test.afterAll(() => service.stop());

test('a lane shows who runs and who waits, in the order received, and leads to each call', async ({
  page,
}) => {
  const ids: string[] = [];
  for (let count = 0; count < 4; count++) {
    const answer = await fetch(`${service.webhookUrl}/slow1/Slow`, { method: 'POST' });
    ids.push(answer.headers.get('x-call-id') ?? '');
  }
  await openScreen(page, service, '/lanes');
  const slow = page.getByRole('row').filter({ hasText: 'Slow' });
  await expect(slow).toContainText('moving, in order');
  await expect(slow).toContainText(/1, for \d/);
  await page.getByRole('button', { name: /^Slow/ }).click();
  const calls = page.getByRole('table', { name: 'Calls of Slow that run or wait' });
  await expect(calls.getByRole('row').nth(1)).toContainText('running');
  await expectAccessible(page);
  // The head may have ended meanwhile: what is shown is the end of the order sent.
  const links = calls.getByRole('link');
  const shown = await links.evaluateAll((found) =>
    found.map((link) => link.getAttribute('href')?.split('/').at(-1)),
  );
  expect(shown).toEqual(ids.slice(-shown.length));

  await links.last().click();
  await expect(page).toHaveURL(new RegExp(`#/calls/${ids.at(-1)}$`));
  await expect(page.getByText(/^(Waiting: .* in its lane\.|Running)/)).toBeVisible();
  await expectAccessible(page);
  // Seen to its end without a reload.
  await expect(page.getByText(/^Succeeded in .* after waiting/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('tab', { name: 'Lane' }).click();
  await expect(page.getByText('Number 4 in the lane slow1/Slow.')).toBeVisible();
});

test('lanes are found by typing', async ({ page }) => {
  await openScreen(page, service, '/lanes');
  await expect(page.getByRole('row').filter({ hasText: 'Quick' })).toBeVisible();
  await page.getByLabel('Filter lanes').fill('broke');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByLabel('Filter lanes').fill('nothing like it');
  await expect(page.getByText('No lane fits')).toBeVisible();
});
