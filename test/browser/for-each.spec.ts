// A designer builds steps for each item of a list, and looks at what they did.
import { expect, type Page } from '@playwright/test';
import { field, makeUp, tab, takeOption } from './editor-page.ts';
import { type Peer, startPeer } from '../support/peer.ts';
import { type Service, startService } from './face.ts';
import { expectAccessible, leave, lookAt, openScreen, test } from './screen.ts';
import { create, endpointOf, nameField, save, savedAs } from './setup-page.ts';

let service: Service;
let peer: Peer;
test.beforeAll(async () => {
  peer = await startPeer(({ url }) => ({ sku: url.split('/').at(-1), stock: 7 }));
  service = await startService();
});
test.afterAll(async () => {
  await service.stop();
  await peer.close();
});
test.afterEach(({ page }) => leave(page));

/** By the keyboard alone. */
async function addStep(page: Page, button: string, typed: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Kind of step' })).toBeFocused();
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
}

test('steps for each item are built, looked at with a sample, tried out, saved, called and seen', async ({
  page,
}) => {
  await openScreen(page, service, '/integrations/new');
  await nameField(page).fill('StockOfEach');
  await page.getByLabel('Request-Response').check();
  await tab(page, 'Workflow');
  await makeUp(page, '', '{ "lines": [{ "sku": "A1" }, { "sku": "B2" }] }');
  await addStep(page, 'Add step', 'for each');
  await expect(field(page, 'Step name')).toBeFocused();
  const list = field(page, 'List');
  await list.click();
  await expect(list).toHaveAttribute('aria-invalid', 'false');
  await page.keyboard.type('1');
  await expect(page.getByText('gives [1]').or(page.getByText('gives 1'))).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(page.getByText('An expression is required.')).toBeVisible();
  await expect(page.getByText('Unexpected end of expression')).toHaveCount(0);
  await page.keyboard.type('body.lin');
  await takeOption(page, /^lines/);
  await expect(page.getByText('gives [{"sku":"A1"},{"sku":"B2"}]')).toBeVisible();

  await save(page);
  await expect(page.getByText('At least one step is required inside.')).toBeVisible();

  await addStep(page, 'Add step inside forEach', 'calls another');
  await expect(field(page, 'Step name').nth(1)).toBeFocused();
  await field(page, 'Step name').nth(1).fill('ask');
  await field(page, 'URL').click();
  await page.keyboard.type(`${peer.url}/{{ item.sk`);
  await takeOption(page, /^sku.*"A1"/);
  await expect(page.getByText(`gives "${peer.url}/A1"`)).toBeVisible();
  await addStep(page, 'Add step inside forEach', 'reshapes');
  await field(page, 'Step name').nth(2).fill('line');
  await field(page, 'Expression').fill(
    '{ "line": index + 1, "of": item.sku, "stock": steps.ask.body.stock }',
  );
  await expect(page.getByText('gives {"line":1,"of":"A1"}')).toBeVisible();
  await lookAt(page, 'for-each-built');

  const inside = page.getByRole('list', { name: 'Steps inside forEach' });
  const names = () => inside.locator('[data-step] strong').allTextContents();
  await page.getByRole('button', { name: /^2 line/ }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(names).toEqual(['line', 'ask']);
  await expect(page.getByText(/^No step before this one is named ask/)).toBeVisible();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(names).toEqual(['ask', 'line']);

  await page.getByRole('button', { name: 'Dry run', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Dry run' });
  await expect(panel.getByText('2 steps were shown and not sent.')).toBeVisible();
  await expect(panel.getByLabel('Would be sent of ask').first()).toContainText(`"url": "${peer.url}/A1"`);
  await panel.getByText('item 2', { exact: true }).click();
  await expect(panel.getByLabel('Would be sent of ask').nth(1)).toContainText(`"url": "${peer.url}/B2"`);
  await lookAt(page, 'for-each-dry-run');
  expect(peer.received).toEqual([]);

  await save(page);
  await savedAs(page, 1);
  await tab(page, 'Setup');
  const answer = await fetch(await endpointOf(page), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{ "lines": [{ "sku": "C3" }, { "sku": "D4" }] }',
  });
  expect(await answer.json()).toEqual([
    { line: 1, of: 'C3', stock: 7 },
    { line: 2, of: 'D4', stock: 7 },
  ]);
  await openScreen(page, service, `/calls/${answer.headers.get('x-call-id')}`);
  await page.getByRole('tab', { name: /^Steps/ }).click();
  await page.getByText('forEach', { exact: true }).first().click();
  const ran = page.getByRole('region', { name: 'Inside of the step forEach' });
  await ran.getByText('item 2', { exact: true }).click();
  await ran.getByText('line', { exact: true }).last().click();
  await expect(page.getByLabel('Output of the step forEach, item 2, line')).toContainText('"of": "D4"');
  await lookAt(page, 'for-each-call');
});

test('an integration that a step would call and that is not there is told as it is typed', async ({
  page,
}) => {
  await openScreen(page, service, '/');
  await create(page, 'ItemPrice');
  await create(page, 'Order');
  await tab(page, 'Workflow');
  await addStep(page, 'Add step', 'another integration');
  await field(page, 'Integration').fill('ItemPryce');
  await expect(page.getByText('There is no integration ItemPryce.')).toBeVisible();
  await expect(field(page, 'Integration')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Integration').fill('ItemPrice');
  await expect(page.getByText(/^There is no integration/)).toBeHidden();
  await expectAccessible(page);
  await save(page);
  await savedAs(page, 2);
});
