import { expect } from '@playwright/test';
import { savedBy, startService, type Service } from './face.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { expectAccessible, lookAt, openScreen, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService({ integrations: sampleIntegrations });
});
test.afterAll(() => service.stop());

async function send(body: string | Uint8Array<ArrayBuffer>, type: string): Promise<string> {
  const init = { method: 'POST', body, headers: { 'content-type': type } };
  const answer = await fetch(`${service.webhookUrl}/quick/Quick`, init);
  await answer.arrayBuffer();
  return answer.headers.get('x-call-id')!;
}
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('JSON is folded and searched, and shown as it was sent', async ({ page }) => {
  const id = await send('{"order":{"id":12345678901234567890,"lines":[1,2]}}', 'application/json');
  await openScreen(page, service, `/calls/${id}`);
  const body = page.getByRole('textbox', { name: 'Body of the request' });
  await expect(body).toContainText('"id": 12345678901234567890');
  await page.getByTitle('Fold line').nth(1).click();
  await expect(body).not.toContainText('12345678901234567890');
  await page.getByRole('button', { name: 'Find in: Body of the request' }).click();
  await page.getByRole('textbox', { name: 'Find' }).pressSequentially('lines');
  await page.keyboard.press('Enter');
  await expect(body).toContainText('12345678901234567890');
  await expectAccessible(page);
  await page.getByText('raw', { exact: true }).click();
  await expect(body).toHaveText('{"order":{"id":12345678901234567890,"lines":[1,2]}}');
  await page.getByText('hex', { exact: true }).click();
  await expect(page.getByLabel('Body of the request', { exact: true })).toContainText('00000000  7b 22 6f');
  await lookAt(page, 'body-hex');
});

test('XML is laid out, a picture is drawn, and one that could hold a script is shown as text', async ({
  page,
}) => {
  const xml = await send('<o><id>1</id><empty/></o>', 'application/xml');
  await openScreen(page, service, `/calls/${xml}`);
  await expect(page.locator('.cm-line')).toHaveText(['<o>', '  <id>1</id>', '  <empty/>', '</o>']);
  const png = await send(Uint8Array.from(Buffer.from(pixel, 'base64')), 'image/png');
  await openScreen(page, service, `/calls/${png}`);
  const picture = page.getByRole('img', { name: 'Body of the request' });
  await expect(picture).toBeVisible();
  await expect(picture).toHaveJSProperty('naturalWidth', 1);
  const svg = await send(
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'image/svg+xml',
  );
  await openScreen(page, service, `/calls/${svg}`);
  await expect(page.getByRole('textbox', { name: 'Body of the request' })).toContainText('alert(1)');
  await expect(page.getByRole('img', { name: 'Body of the request' })).toHaveCount(0);
});

test('a large body is shown part by part, whole where it fits, and downloaded to the byte', async ({
  page,
}) => {
  const large = `[${Array.from({ length: 60_000 }, (_, at) => at).join(',')}]`;
  const id = await send(large, 'application/json');
  await openScreen(page, service, `/calls/${id}`);
  const parts = page.getByRole('group', { name: 'Parts of the body' });
  await expect(parts).toContainText(/Bytes 0 to 262.144 of 348.891 are shown/);
  await parts.getByRole('button', { name: 'Next part' }).click();
  await expect(parts).toContainText(/Bytes 262.144 to 348.891/);
  await expect(parts.getByRole('button', { name: 'Next part' })).toBeDisabled();
  await parts.getByRole('button', { name: 'Show all' }).click();
  await expect(parts).toContainText('All of it is shown.');
  await expect(page.getByText('pretty', { exact: true })).toBeVisible();
  const saved = await savedBy(page, () => page.getByRole('button', { name: 'Download body' }).click());
  expect(saved.text).toBe(large);
});

test('hex shows the bytes of any charset, and a character at the edge of two parts is shown whole', async ({
  page,
}) => {
  const latin = await send(Uint8Array.from([0x63, 0xe9]), 'text/plain; charset=iso-8859-1');
  await openScreen(page, service, `/calls/${latin}`);
  await expect(page.locator('.cm-line')).toHaveText('c\u00e9');
  await page.getByText('hex', { exact: true }).click();
  const hex = page.getByLabel('Body of the request', { exact: true });
  await expect(hex).toContainText('00000000  63 e9  ');

  const cut = await send(`${'a'.repeat(262_143)}\u20acb`, 'text/plain');
  await openScreen(page, service, `/calls/${cut}`);
  const parts = page.getByRole('group', { name: 'Parts of the body' });
  await parts.getByRole('button', { name: 'Next part' }).click();
  await expect(page.locator('.cm-line')).toHaveText('\u20acb');
  await page.getByText('hex', { exact: true }).click();
  await expect(hex).toContainText('00040000  82 ac 62 ');
});

test('the page says what its durations are, and who came before and after in the lane', async ({ page }) => {
  const ids: string[] = [];
  for (let count = 0; count < 3; count++) ids.push(await send(String(count), 'text/plain'));
  await openScreen(page, service, `/calls/${ids[1]}`);
  await page.getByText(/^wait .* · run .* · total /).click();
  await expect(page.getByText(/of its last attempt alone/)).toBeVisible();
  await page.getByRole('tab', { name: 'Lane' }).click();
  const lane = page.getByRole('table', { name: 'Before and after it in the lane' });
  await expect(lane.getByRole('row').filter({ hasText: 'this call' })).toBeVisible();
  await lane.getByRole('row').last().getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(ids[2]!));
  await lookAt(page, 'call-page');
});
