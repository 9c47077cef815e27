// Two calls side by side, reached as people reach them.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { sampleIntegrations, sampleKey } from './sample-integrations.ts';
import { goTo, lookAt, openScreen, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService({ integrations: sampleIntegrations });
});
test.afterAll(() => service.stop());

async function send(path: string, init: RequestInit): Promise<string> {
  const answer = await fetch(`${service.webhookUrl}/${path}`, { method: 'POST', ...init });
  await answer.arrayBuffer();
  return answer.headers.get('x-call-id') ?? '';
}

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });

test('a call is compared with another by its id, and what differs is said in words', async ({ page }) => {
  const json = { 'content-type': 'application/json' };
  const first = await send('quick/Quick?a=1', { headers: json, body: '{"id":1,"city":"Turku"}' });
  const second = await send('quick/Quick?a=2', { headers: json, body: '{"id":1,"city":"Graz"}' });
  await openScreen(page, service, `/calls/${second}`);
  await page.getByRole('button', { name: 'More about this call' }).click();
  await page.getByRole('menuitem', { name: 'Compare with another call…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare with another call' });
  await dialog.getByLabel('Id of the other call').fill('no id');
  await dialog.getByRole('button', { name: 'Compare' }).click();
  await expect(dialog.getByText('This is not the id of a call.')).toBeVisible();
  await dialog.getByLabel('Id of the other call').fill(` ${first.toUpperCase()} `);
  await dialog.getByRole('button', { name: 'Compare' }).click();
  await expect(page).toHaveURL(new RegExp(`#/compare/${first}/${second}$`));

  await expect(row(page, 'query')).toContainText('a=1a=2differs');
  await expect(row(page, 'method')).toContainText('same');
  await expect(row(page, 'attempts')).toContainText('same');
  const body = page.getByRole('region', { name: 'Request body' });
  await expect(body).toContainText('"city": "Turku"');
  await expect(body).toContainText('"city": "Graz"');
  await expect(page.getByRole('region', { name: 'Response headers' })).toContainText('They are the same.');
  await lookAt(page, 'compare-two');
});

test('bytes that are no text, a call without a body, and one that is not there can be compared', async ({
  page,
}) => {
  const bytes = await send('quick/Quick', { body: new Uint8Array([0, 1, 2, 255]) });
  const refused = await send('guard/Guarded', { headers: { 'x-api-key': `${sampleKey}x` } });
  await openScreen(page, service, `/compare/${bytes}/${refused}`);
  await expect(page.getByRole('region', { name: 'Request body' })).toContainText('4 B that are no text');
  await expect(row(page, 'state')).toContainText(/succeeded.*refused: .*differs/);
  // As long as reasons are, none of it lies over another column.
  const wider = () =>
    page
      .getByRole('cell')
      .evaluateAll((cells) =>
        cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
      );
  await lookAt(page, 'compare-refused');
  for (const width of [480, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(wider, { message: `cells that are cut at ${width} px` }).toEqual([]);
  }
  await goTo(page, `/compare/${bytes}/01998d5e-0000-7000-8000-000000000001`);
  await expect(page.getByRole('alert')).toContainText('This call is not in the log');
});
