// The form of an integration against the real service: what is typed and saved is what callers meet.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { expectAccessible, goTo, openScreen, test, ofBrowser } from './screen.ts';
import { create, endpointOf, nameField, save, savedAs } from './setup-page.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService();
});
test.afterAll(() => service.stop());

async function addGeneratedKey(page: Page, label: string): Promise<string> {
  await page.getByRole('button', { name: 'Add New Key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add New Key' });
  await dialog.getByLabel('Label').fill(label);
  await dialog.getByRole('button', { name: 'Generate' }).click();
  const key = await dialog.getByLabel('Key', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
  return key;
}

test(
  'the form alone makes a trigger that answers at once, with the key it generated',
  { tag: '@both' },
  async ({ page }) => {
    await openScreen(page, service, '/');
    await expect(page.getByRole('button', { name: 'Load the examples' })).toBeVisible();
    await page.getByRole('link', { name: 'Create an integration' }).click();
    await nameField(page).fill('CreateCustomerRecord');
    await expect(page.getByText('Open to anyone on this machine who knows the address.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add authentication' }).click();
    await page.getByRole('menuitem', { name: 'ApiKeys' }).click();
    const key = await addGeneratedKey(page, 'ERP');
    expect(key).toMatch(/^hk_[A-Za-z0-9_-]{43}$/);
    await page.getByLabel('Ordered Delivery').check();
    await page.getByLabel('Request-Response').check();
    await page.getByLabel('Time-out in seconds').fill('20');
    await page.getByLabel('202, the call goes on').check();
    await expect(page.getByLabel('Time-out in seconds')).toHaveValue('20');
    await page.getByRole('button', { name: 'Add query parameter' }).click();
    await page.getByLabel('Parameter name').fill('warehouse');
    await page.getByLabel('Default value').fill('MAIN');
    await expect(page.getByText('?warehouse=MAIN')).toBeVisible();
    await save(page);
    await savedAs(page, 1);
    await expectAccessible(page);

    const address = await endpointOf(page);
    const answer = await fetch(address, { method: 'POST', headers: { 'x-api-key': key }, body: 'seven' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ query: { warehouse: 'MAIN' }, body: expect.anything() });
    expect((await fetch(address)).status).toBe(401);

    await page.getByRole('button', { name: 'Disable: ERP' }).click();
    await save(page);
    await savedAs(page, 2);
    expect((await fetch(address, { headers: { 'x-api-key': key } })).status).toBe(403);
  },
);

test(
  'a kept key is copied, and given to another trigger without being typed',
  ofBrowser('The clipboard is read here, which a window may not.'),
  async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openScreen(page, service, '/');
    const makeWithAuthentication = async (name: string) => {
      await create(page, name);
      await page.getByRole('button', { name: 'Add authentication' }).click();
      await page.getByRole('menuitem', { name: 'ApiKeys' }).click();
    };
    await makeWithAuthentication('Lender');
    const key = await addGeneratedKey(page, 'ERP');
    await save(page);
    await savedAs(page, 2);
    await page.getByRole('button', { name: 'Copy the key ERP' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);

    await makeWithAuthentication('Borrower');
    await page.getByRole('button', { name: 'Add New Key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add New Key' });
    await dialog.getByRole('button', { name: 'Use a key from another trigger' }).click();
    await dialog.getByRole('combobox', { name: 'Key of another trigger' }).click();
    await page.getByRole('option', { name: /ERP: .*Lender/ }).click();
    await expect(dialog.getByLabel('Label')).toHaveValue('ERP');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Edit label: ERP' }).click();
    await page.getByRole('dialog', { name: 'Edit label' }).getByLabel('Label').fill('ERP of the north');
    await page.getByRole('button', { name: 'Change' }).click();
    await save(page);
    await savedAs(page, 2);
    await expect(page.getByRole('cell', { name: 'ERP of the north', exact: true })).toBeVisible();
    expect((await fetch(await endpointOf(page), { headers: { 'x-api-key': key } })).status).toBe(202);
  },
);

test('a save is refused at the field, which has the focus', async ({ page }) => {
  await openScreen(page, service, '/integrations/new');
  await nameField(page).fill('not a name');
  await save(page);
  await expect(page.getByText('A name starts with a letter or digit')).toBeVisible();
  await expect(nameField(page)).toBeFocused();
  await nameField(page).fill('Mended');
  await expect(page.getByText('A name starts with a letter or digit')).toBeHidden();

  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Waiting calls').fill('0');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await save(page);
  await expect(page.getByText('The smallest value is 1.')).toBeVisible();
  await expect(page.getByLabel('Waiting calls')).toBeFocused();
  await page.getByLabel('Waiting calls').fill('5');

  await page.getByRole('tab', { name: 'Workflow' }).click();
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('option', { name: /^Delay/ }).click();
  await page.getByRole('tab', { name: 'Setup' }).click();
  await save(page);
  await expect(page.getByRole('tab', { name: 'Workflow' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText('This field is required.')).toBeVisible();
  await expect(page.getByLabel('Seconds', { exact: true })).toBeFocused();
  await expectAccessible(page);
});

test('what is said of a save ends with the first change, and a new row is not at fault at once', async ({
  page,
}) => {
  await openScreen(page, service, '/integrations/new');
  await expect(nameField(page)).toBeFocused();
  await nameField(page).fill('No name!');
  await expect(page.getByText('This name makes no address.')).toBeVisible();
  await nameField(page).fill('');
  await expect(page.getByText('Give it a name first.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy as curl' })).toBeHidden();
  const said = page.getByRole('main').getByRole('status').first();
  await save(page);
  await expect(said).toHaveText('Not saved: one field is not valid, on Setup.');
  await nameField(page).fill('Said');
  await expect(said).toHaveText('Unsaved changes');
  await page.getByRole('button', { name: 'Add query parameter' }).click();
  await expect(page.getByLabel('Parameter name')).toBeFocused();
  await page.getByLabel('Parameter name').fill('a');
  await page.getByRole('button', { name: 'Add query parameter' }).click();
  await expect(page.getByLabel('Parameter name').nth(1)).toBeFocused();
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(0);
  await save(page);
  await expect(page.getByLabel('Parameter name').nth(1)).toBeFocused();
  await page.getByRole('button', { name: 'Delete query parameter' }).nth(1).click();
  await save(page);
  await savedAs(page, 1);
  await save(page);
  await expect(said).toHaveText('There is nothing to save.');
  await page.getByLabel('Ordered Delivery').check();
  await expect(said).toHaveText('Unsaved changes');
});

test('the head stays in sight above many steps, which begin folded', { tag: '@both' }, async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Long');
  await page.getByRole('tab', { name: 'Workflow' }).click();
  for (let count = 0; count < 4; count++) {
    await page.getByRole('button', { name: 'Add step' }).click();
    await page.getByRole('option', { name: /^Respond/ }).click();
  }
  await expect(page.getByLabel('Step name').nth(3)).toBeFocused();
  await page.getByRole('button', { name: 'Save', exact: true }).scrollIntoViewIfNeeded();
  await expect(page.getByRole('heading', { level: 1, name: 'Long' })).toBeInViewport();
  const isPageHigher = () => document.documentElement.scrollHeight > innerHeight;
  expect(await page.evaluate(isPageHigher)).toBe(false);
  await page.screenshot({ path: 'test-results/screens/workflow-long.png' });
  await save(page);
  await savedAs(page, 2);
  await page.getByRole('tab', { name: 'Setup' }).click();
  await page.getByRole('tab', { name: 'Workflow' }).click();
  await expect(page.getByRole('button', { name: /^3 respond3/ })).toHaveAttribute('aria-expanded', 'false');
  await page.getByRole('button', { name: /^2 respond2/ }).click();
  await page.getByLabel('Step name').fill('respond');
  await page.getByRole('button', { name: /^2 respond/ }).click();
  await save(page);
  await expect(page.getByText('The step name respond is used twice.')).toBeVisible();
  await expect(page.getByLabel('Step name')).toBeFocused();
  await page.getByLabel('Step name').fill('second');
  await expect(page.getByLabel('Step name')).toBeVisible();
});

test('an expression that does not end, or names what is not there, is refused at its editor, on any tab', async ({
  page,
}) => {
  await openScreen(page, service, '/');
  await create(page, 'Unended');
  const said = page.getByRole('main').getByRole('status').first();
  await page.getByRole('tab', { name: 'Workflow' }).click();
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('option', { name: /^Respond/ }).click();
  await page.getByRole('radiogroup', { name: 'Body is' }).getByText('JSON').click();
  const body = page.getByRole('textbox', { name: 'Body' });
  await body.fill('{ "sum": { "from": "body.a +" } }');
  await save(page);
  await expect(said).toHaveText('Not saved: one field is not valid, on Workflow.');
  // As errors look in the light scheme.
  await expect(said).toHaveCSS('color', 'rgb(180, 35, 24)');
  await expect(body).toHaveAttribute('aria-invalid', 'true');
  await expect(body).toBeFocused();
  await body.fill('{ "sum": { "from": "body.a" } }');
  await expect(body).toHaveAttribute('aria-invalid', 'false');

  await page.getByRole('tab', { name: 'Data processing' }).click();
  const processing = page.getByRole('textbox', { name: 'Data processing' });
  await processing.fill('{ "a": ');
  await page.getByRole('tab', { name: 'Setup' }).click();
  await save(page);
  await expect(said).toHaveText('Not saved: one field is not valid, on Data processing.');
  await expect(processing).toBeFocused();
  await expect(processing).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
  await processing.fill('{ "a": bodi.a }');
  await save(page);
  await expect(
    page.getByText('There is no bodi here; there are query, headers, body, bodyError, call and env.'),
  ).toBeVisible();
  await processing.fill('{ "a": 1 }');
  await expect(said).toHaveText('Unsaved changes');
  await save(page);
  await savedAs(page, 2);
});

test('text typed over coloured text takes its place, and brings no style with it', async ({ page }) => {
  await openScreen(page, service, '/integrations/new');
  await page.getByRole('tab', { name: 'Data processing' }).click();
  const processing = page.getByRole('textbox', { name: 'Data processing' });
  const coloured = processing.locator('span').first();
  await processing.fill('12345');
  await expect(coloured).toHaveText('12345');
  await processing.press('ControlOrMeta+A');
  await page.keyboard.type('$x');
  await expect(processing).toHaveText('$x');
  await processing.fill('"text"');
  await expect(coloured).toHaveText('"text"');
  await processing.press('ControlOrMeta+A');
  await page.keyboard.type('(');
  await expect(processing).toHaveText('("text")');
  await processing.fill('/* one */\ntwo');
  await expect(processing.locator('.cm-line')).toHaveText(['/* one */', 'two']);
});

test('an address that is taken is refused at the name, with its owner', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'First');
  const code = /\/([a-z0-9]{5})\/First$/.exec(await endpointOf(page))?.[1];
  const answer = await fetch(`${service.adminUrl}/api/integrations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ draft: { code, name: 'Second', trigger: { authentication: { kind: 'none' } } } }),
  });
  expect(answer.ok).toBe(true);
  await nameField(page).fill('Second');
  await save(page);
  await expect(page.getByText(/belongs to the integration Second/)).toBeVisible();
  await expect(nameField(page)).toBeFocused();
});

test('unsaved changes are kept from tab to tab, and asked for before they are left', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Guarded');
  await nameField(page).fill('Changed');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('tab', { name: 'Setup' }).click();
  await expect(nameField(page)).toHaveValue('Changed');

  await page.getByRole('link', { name: 'Lanes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Unsaved changes' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(nameField(page)).toHaveValue('Changed');

  await goTo(page, '/settings');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.getByRole('link', { name: 'Integrations' }).click();
  await expect(page.getByRole('link', { name: 'Guarded' })).toBeVisible();
});

test('an older version is looked at and brought back as a new one', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Versioned');
  await page.getByLabel('Ordered Delivery').check();
  await page.getByRole('switch', { name: 'Enabled' }).uncheck({ force: true });
  await save(page);
  await savedAs(page, 2);
  expect((await fetch(await endpointOf(page), { method: 'POST' })).status).toBe(503);
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Look at version 1' }).click();
  await expect(page.getByRole('textbox', { name: 'Version 1 as JSON' })).toContainText(
    '"orderedDelivery": false',
  );
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Version 1 is back as version 3, live now.')).toBeVisible();
  await page.getByRole('tab', { name: 'Setup' }).click();
  await expect(page.getByLabel('Ordered Delivery')).not.toBeChecked();
  expect((await fetch(await endpointOf(page), { method: 'POST' })).status).toBe(202);
});

test('data processing and steps that were typed in are what a call runs', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Priced');
  await page.getByLabel('Request-Response').check();
  await page.getByRole('tab', { name: 'Data processing' }).click();
  await page.getByRole('textbox', { name: 'Data processing' }).fill('{ "price": body.net * 2 }');
  await page.getByRole('tab', { name: 'Workflow' }).click();
  for (const kind of ['JavaScript', 'Respond']) {
    await page.getByRole('button', { name: 'Add step' }).click();
    await page.getByRole('option', { name: new RegExp(`^${kind}`) }).click();
  }
  await page.getByRole('button', { name: 'More: step 2, respond' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await page.getByRole('button', { name: 'More: step 1, respond' }).click();
  await page.getByRole('menuitem', { name: 'Move down' }).click();
  await page.getByRole('textbox', { name: 'Code' }).fill('return { total: input.price + 1 }');
  const answer = page.getByRole('listitem').filter({ hasText: 'Respond' });
  await answer.getByLabel('Status').fill('201');
  await answer.getByRole('button', { name: 'Add to Headers' }).click();
  await answer.getByLabel('Headers: name').fill('x-price');
  await answer.getByLabel('Headers: value', { exact: true }).fill('{{ steps.javascript.total }}');
  await answer.getByRole('radiogroup', { name: 'Body is' }).getByText('JSON').click();
  await answer.getByRole('textbox', { name: 'Body' }).fill('{ "sum": ');
  await save(page);
  await expect(answer.getByText('This is not JSON')).toBeVisible();
  await answer.getByRole('textbox', { name: 'Body' }).fill('{ "sum": { "from": "steps.javascript.total" } }');
  await expectAccessible(page);
  await save(page);
  await savedAs(page, 2);

  // From far below, where only the head of the page is in sight.
  await page.setViewportSize({ width: 480, height: 600 });
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  const opensTest = page.getByRole('button', { name: 'Test', exact: true });
  await opensTest.click();
  const title = page.getByRole('region', { name: 'Test' }).getByRole('heading', { name: 'Test' });
  await expect(title).toBeFocused();
  const isFreeOf = (tabs: { bottom: number }, { top }: { top: number }) => top >= tabs.bottom && top < 600;
  await expect
    .poll(async () =>
      isFreeOf(
        await page.getByRole('tablist').evaluate((tabs) => tabs.getBoundingClientRect()),
        await title.evaluate((heading) => heading.getBoundingClientRect()),
      ),
    )
    .toBe(true);
  await page.getByRole('button', { name: 'Close the test' }).click();
  await expect(opensTest).toBeFocused();
  await opensTest.press('Enter');
  await page.getByRole('region', { name: 'Test' }).getByLabel('Body', { exact: true }).fill('{ "net": 20 }');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Answered 201')).toBeVisible();
  await expect(page.getByLabel('Body of the answer')).toHaveValue('{"sum":41}');
  await expect(page.getByText('x-price')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Open the call' }).click();
  await expect(page).toHaveURL(/#\/calls\/[0-9a-f-]{36}$/);
});

test('an integration is deleted when that was confirmed', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Gone');
  const address = await endpointOf(page);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Integrations' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Gone' })).toBeHidden();
  expect((await fetch(address)).status).toBe(404);
});

test('the palette goes to an integration from the keyboard', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'ItemPrice');
  await page.getByRole('link', { name: 'Lanes' }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Page, integration or call id' }).fill('price');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'ItemPrice' })).toBeVisible();
});
