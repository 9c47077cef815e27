import { expect, type Page } from '@playwright/test';
import { savedBy, startService, type Service } from './face.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { expectAccessible, lookAt, ofBrowser, openScreen, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService({ integrations: sampleIntegrations });
});
test.afterAll(() => service.stop());

async function send(body: string, type = 'application/json'): Promise<string> {
  const init = { method: 'POST', body, headers: { 'content-type': type } };
  const answer = await fetch(`${service.webhookUrl}/quick/Quick?a=1`, init);
  await answer.arrayBuffer();
  return answer.headers.get('x-call-id')!;
}

test('a call is replayed once that is confirmed, and each of the two names the other', async ({ page }) => {
  const id = await send('{"id":1}');
  await openScreen(page, service, `/calls/${id}`);
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay the call' });
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await expect(dialog.getByText('This has to be confirmed.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByText(`Replay of ${id}`)).toBeVisible();
  await expect(page.getByText('key Replay')).toBeVisible();
  await page.getByRole('link', { name: id }).click();
  await expect(page.getByText(/^Replayed: .*succeeded$/)).toBeVisible();
});

test(
  'why a call cannot be replayed is told to whoever gets to the button, however that is',
  ofBrowser('It is touched, in a browser of its own.'),
  async ({ page, browser }) => {
    const answer = await fetch(`${service.webhookUrl}/guard/Guarded`, { method: 'POST' });
    expect(answer.status).toBe(401);
    const place = `/calls/${answer.headers.get('x-call-id')}`;
    const reason = 'A refused call is kept without its body, so it cannot be sent again as it was.';
    const replay = (of: Page) => of.getByRole('button', { name: 'Replay', exact: true });
    await openScreen(page, service, place);
    await expect(replay(page)).toHaveAccessibleDescription(reason);
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    // By the keyboard.
    await replay(page).focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('tooltip')).toHaveText(reason);
    await expect(replay(page)).toHaveAccessibleDescription(reason);
    await expectAccessible(page);
    await lookAt(page, 'call-not-replayed');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    // Pressed in vain it is told again, and hidden as before.
    for (const press of [() => page.keyboard.press('Enter'), () => replay(page).click({ force: true })]) {
      await press();
      await expect(page.getByRole('tooltip')).toHaveText(reason);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('tooltip')).toHaveCount(0);
    }

    const touched = await browser.newPage({ hasTouch: true, viewport: { width: 480, height: 800 } });
    await openScreen(touched, service, place);
    // It says that it is disabled, and can be touched all the same.
    await replay(touched).tap({ force: true });
    await expect(touched.getByRole('tooltip')).toHaveText(reason);
    await touched.close();
  },
);

test('an edited copy is sent, and compared with what it was made from', async ({ page }) => {
  const id = await send('{"id":1,"name":"a"}');
  await openScreen(page, service, `/calls/${id}`);
  await page.getByRole('button', { name: 'Edit and replay' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit and replay' });
  await dialog.getByLabel('Headers').fill('no colon name: x');
  await dialog.getByLabel('Body').fill('{"id":2,"name":"a"}');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await expect(dialog.getByText('Line 1: This is not the name of a header.')).toBeVisible();
  await dialog.getByLabel('Headers').fill('content-type: application/json');
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await expect(page.getByText(`Replay of ${id}`)).toBeVisible();

  await page.getByRole('link', { name: 'compare' }).click();
  const head = page.getByRole('table', { name: 'Head' });
  await expect(head.getByRole('row', { name: /^key/ })).toContainText('Replay');
  await expect(head.getByRole('row', { name: /^query/ })).toContainText('same');
  await expect(page.getByRole('region', { name: 'Request body' })).toContainText('"id": 2');
  await expect(page.getByRole('region', { name: 'Request headers' })).toContainText('content-type');
  await expectAccessible(page);
  await lookAt(page, 'compare');
});

test('chosen calls are replayed in the order they came, seen while they are, and exported', async ({
  page,
}) => {
  for (let count = 0; count < 3; count++) await send(`{"count":${count}}`);
  await openScreen(page, service, '/calls?integration=quick/Quick');
  for (const at of [1, 2, 3]) await page.getByRole('row').nth(at).getByRole('checkbox').click();
  const chosen = page.getByRole('group', { name: 'Chosen calls' });
  await chosen.getByRole('button', { name: 'Replay' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay calls' });
  await expect(dialog).toContainText('3 calls are sent again');
  await expect(dialog.getByRole('list', { name: 'Integrations' })).toContainText('quick/Quick: 3');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Replay 3' }).click();
  await expect(page.getByRole('note').getByText('Replay done: 3 of 3 sent.')).toBeVisible();

  await chosen.getByRole('button', { name: 'Export' }).click();
  const csv = await savedBy(page, () => page.getByRole('menuitem', { name: /^CSV/ }).click());
  expect(csv.name).toMatch(/^hookline-calls-.*\.csv$/);
  expect(csv.text.trim().split('\r\n')).toHaveLength(4);
  await expect(page.getByRole('menu')).toBeHidden();
  await lookAt(page, 'chosen-calls');
});
