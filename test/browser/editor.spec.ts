// A designer builds an integration with the editor: what it gives is seen while it is typed, and before anything is sent.
import { expect, type Page } from '@playwright/test';
import { field, makeUp, tab, takeOption } from './editor-page.ts';
import { type Peer, startPeer } from '../support/peer.ts';
import { savedBy, startService, type Service } from './face.ts';
import { goTo, leave, lookAt as lookAtScreen, openScreen, takeFromMenu, test } from './screen.ts';
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

async function stateOf(callId: string): Promise<string> {
  const headers = { authorization: `Bearer ${service.adminToken}` };
  const answer = await fetch(`${service.adminUrl}/api/calls/${callId}`, { headers });
  return ((await answer.json()) as { state: string }).state;
}

async function addStep(page: Page, typed: string): Promise<void> {
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('combobox', { name: 'Kind of step' }).fill(typed);
  await page.keyboard.press('Enter');
}

const lookAt = (page: Page, name: string): Promise<void> =>
  lookAtScreen(page, `editor-${name}`, 900, [480, 900, 1400]);

test(
  'the stock query is built from nothing, looked at with a sample, saved and called',
  { tag: '@both' },
  async ({ page }) => {
    await openScreen(page, service, '/integrations/new');
    await nameField(page).fill('StockAtHand');
    await page.getByLabel('Request-Response').check();
    await page.getByRole('button', { name: 'Add query parameter' }).click();
    await page.getByLabel('Parameter name').fill('warehouse');
    await page.getByLabel('Default value').fill('MAIN');

    await tab(page, 'Data processing');
    await makeUp(page, 'sku=A1', '{ "order": { "lines": [{ "sku": "A1" }] } }');
    const processing = field(page, 'Data processing');
    // Left empty, it hands the whole call on.
    await expect(page.getByText(/^gives .*"sku":"A1"/)).toBeVisible();
    await processing.click();
    await page.keyboard.type('{ "sku": query.');
    // Names of the sample and of the declared parameters.
    await expect(page.getByRole('option', { name: /warehouse/ })).toBeVisible();
    await page.keyboard.type('sk');
    await takeOption(page, /^sku.*"A1"/);
    await page.keyboard.type(', "from": query.warehouse ');
    await expect(processing).toHaveText('{ "sku": query.sku, "from": query.warehouse }');
    await expect(page.getByText('gives {"sku":"A1","from":"MAIN"}')).toBeVisible();

    await tab(page, 'Workflow');
    await page.getByRole('button', { name: 'Add step' }).click();
    await expect(page.locator('[data-combobox-selected]')).toHaveCount(1);
    await lookAt(page, 'add-step');
    await page.keyboard.press('Escape');
    await addStep(page, 'calls another');
    await expect(field(page, 'Step name')).toBeFocused();
    await field(page, 'Step name').fill('ask');
    await field(page, 'URL').click();
    await page.keyboard.type(`${peer.url}/{{ input.from }}/{{ input.sk`);
    await takeOption(page, /^sku.*"A1"/);
    await expect(page.getByText(`gives "${peer.url}/MAIN/A1"`)).toBeVisible();
    await addStep(page, 'respond');
    await field(page, 'Step name').nth(1).fill('answer');
    await page.getByRole('radiogroup', { name: 'Body is' }).nth(1).getByText('expression').click();
    await field(page, 'Body').click();
    await page.keyboard.type('{ "stock": steps.ask.body.stock }');
    await expect(field(page, 'Body')).toHaveText('{ "stock": steps.ask.body.stock }');
    await lookAt(page, 'stock');
    expect(peer.received).toEqual([]);

    await save(page);
    await savedAs(page, 1);
    await tab(page, 'Setup');
    const answer = await fetch(`${await endpointOf(page)}?sku=B2`, { method: 'POST' });
    expect(await answer.json()).toEqual({ stock: 7 });
    expect(peer.received.map(({ url }) => url)).toEqual(['/MAIN/B2']);
    // The newest call is the sample now, and what the step got then stands in for what it would get.
    await tab(page, 'Workflow');
    await page.getByRole('combobox', { name: 'Sample' }).click();
    await page.getByRole('option', { name: /^The newest call$/ }).click();
    await expect(page.getByText('gives {"stock":7}')).toBeVisible();
  },
);

test('a dry run shows each step, and sends a request only when somebody says so', async ({ page }) => {
  const sent = peer.received.length;
  await openScreen(page, service, '/');
  await create(page, 'DryRun');
  await tab(page, 'Workflow');
  await addStep(page, 'http');
  await field(page, 'URL').fill(`${peer.url}/{{ body.sku }}`);
  await addStep(page, 'transform');
  await field(page, 'Expression').fill('steps.httpRequest.body.stock + 1');
  await makeUp(page, '', '{ "sku": "A1" }');
  await page.getByRole('button', { name: 'Dry run', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Dry run' });
  await expect(panel.getByText('One step was shown and not sent.')).toBeVisible();
  await expect(panel.getByLabel('Would be sent of httpRequest')).toContainText(`"url": "${peer.url}/A1"`);
  await lookAt(page, 'dry-run');
  expect(peer.received.length).toBe(sent);

  await panel.getByRole('button', { name: 'Type a result' }).click();
  await panel.getByLabel('Result of httpRequest').fill('{ "body": { "stock": 41 } }');
  await panel.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByText('gives 42')).toBeVisible();
  await page.getByRole('button', { name: 'Dry run', exact: true }).click();
  await expect(panel.getByText('Result, as it was given here')).toBeVisible();
  await expect(panel.getByText('200', { exact: false }).first()).toBeVisible();
  expect(peer.received.length).toBe(sent);

  await panel.getByRole('button', { name: 'Carry out…' }).click();
  await page
    .getByRole('dialog', { name: 'Carry out the step' })
    .getByRole('button', { name: 'Carry out' })
    .click();
  await expect(page.getByText('gives 8')).toBeVisible();
  expect(peer.received.slice(sent).map(({ url }) => url)).toEqual(['/A1']);
});

test('steps are moved, duplicated, taken out and put back by the keyboard', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Ordered');
  await tab(page, 'Workflow');
  for (const kind of ['delay', 'transform', 'respond']) await addStep(page, kind);
  const names = () =>
    page.getByRole('list', { name: 'Steps' }).locator('[data-step] strong').allTextContents();
  const row = (name: RegExp) => page.getByRole('button', { name });
  await row(/^3 respond/).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByText('Moved to place 2 of 3.')).toBeAttached();
  await expect.poll(names).toEqual(['delay', 'respond', 'transform']);
  await expect(row(/^2 respond/)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(names).toEqual(['respond', 'delay', 'transform']);

  await page.getByRole('button', { name: 'Drag: step 3, transform' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('transform would be at place 3 of 3.')).toBeAttached();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText('transform would be at place 2 of 3.')).toBeAttached();
  await page.keyboard.press('Space');
  await expect.poll(names).toEqual(['respond', 'transform', 'delay']);

  await takeFromMenu(page, 'More: step 1, respond', 'Duplicate');
  await expect.poll(names).toEqual(['respond', 'respond2', 'transform', 'delay']);
  await takeFromMenu(page, 'More: step 3, transform', 'Delete');
  await expect.poll(names).toEqual(['respond', 'respond2', 'delay']);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(names).toEqual(['respond', 'respond2', 'transform', 'delay']);
  await takeFromMenu(page, 'More: step 2, respond2', 'Disable');
  await expect(page.getByText('disabled', { exact: true })).toBeVisible();
  await lookAt(page, 'steps');
});

test('what is wrong is marked where it stands, as it is typed', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Wrong');
  await tab(page, 'Workflow');
  await addStep(page, 'http');
  await field(page, 'URL').fill('http://{{ bodi.id }}/');
  await expect(page.locator('.cm-fault')).toHaveText('bodi');
  await expect(page.getByText(/^There is no bodi here/)).toBeVisible();
  await expect(field(page, 'URL')).toHaveAttribute('aria-invalid', 'true');
  await lookAt(page, 'fault');
  await addStep(page, 'javascript');
  await field(page, 'Code').fill('const a = 1;\nreturn a +;');
  await expect(page.locator('.cm-fault').nth(1)).toHaveText(';');
  await field(page, 'URL').fill('http://{{ body.id }}/');
  await expect(page.locator('.cm-fault')).toHaveText([';']);
});

test('two versions are compared, with who saved them', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Compared');
  await tab(page, 'Workflow');
  await addStep(page, 'javascript');
  await field(page, 'Code').fill('return { a: 1 };');
  await save(page);
  await savedAs(page, 2);
  await tab(page, 'Versions');
  await expect(page.getByRole('cell', { name: 'the owner of the data folder' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Compare version 2' }).click();
  const dialog = page.getByRole('dialog', { name: 'What changed' });
  await expect(dialog.locator('.cm-changedLine', { hasText: 'code: "return { a: 1 };"' })).toBeVisible();
  await expect(dialog.locator('.cm-deletedChunk')).toContainText('workflow: []');
  await lookAt(page, 'diff');
});

test('an integration goes to a file and comes back from it, after what it would change was shown', async ({
  page,
}) => {
  await openScreen(page, service, '/');
  await create(page, 'Carried');
  const { name, text } = await savedBy(page, () => page.getByRole('button', { name: 'Export' }).click());
  expect(name).toBe('Carried.yaml');
  expect(text).toContain('name: Carried');

  await goTo(page, '/');
  await page.getByRole('link', { name: 'Import…' }).click();
  const give = async (yaml: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: /^Choose (a file|another)$/ }).click(),
    ]);
    await chooser.setFiles({
      name: 'Carried.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(yaml),
    });
  };
  const row = (name: RegExp) => page.getByRole('row', { name });
  await give(text);
  await expect(page.getByText('The file changes nothing')).toBeVisible();
  await give('integrations: []');
  await expect(row(/hookline/)).toBeVisible();
  // What is wrong with fields and with expressions is told at once.
  await give(text.replace('workflow: []', 'workfow: []\n    dataProcessing: bodi.id'));
  await expect(row(/^\d+ integrations\[0\]\.workfow/)).toBeVisible();
  await expect(row(/^\d+ integrations\[0\]\.dataProcessing/)).toBeVisible();
  await give(text.replace('workflow: []', 'dataProcessing: body.id'));
  await expect(row(/Carried changes dataProcessing/)).toBeVisible();
  await lookAt(page, 'import');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(/Carried changed dataProcessing/)).toBeVisible();
  await page.getByRole('link', { name: 'Go to the integrations' }).click();
  await page.getByRole('link', { name: 'Carried' }).click();
  await expect(page.getByText('v2', { exact: true })).toBeVisible();
});

test('a draft listens in on real calls, and what it would have answered stands beside what was', async ({
  page,
}) => {
  await openScreen(page, service, '/');
  await create(page, 'Heard');
  await page.getByLabel('Request-Response').check();
  await tab(page, 'Workflow');
  await addStep(page, 'http');
  await field(page, 'URL').fill(`${peer.url}/heard`);
  await save(page);
  await savedAs(page, 2);
  await tab(page, 'Setup');
  const address = await endpointOf(page);
  await tab(page, 'Workflow');
  await addStep(page, 'transform');
  await field(page, 'Expression').fill('steps.httpRequest.body.stock * 2');
  const sent = peer.received.length;
  await page.getByRole('button', { name: 'Listen' }).click();
  await page.getByRole('menuitem', { name: 'The next call' }).click();
  await expect(page.getByText('The draft waits for the next call.')).toBeVisible();
  const answer = await fetch(address, { method: 'POST' });
  expect(await answer.json()).toMatchObject({ status: 200, body: { stock: 7 } });
  const heard = page.getByRole('region', { name: 'Live and draft' });
  await expect(heard.getByText('another answer')).toBeVisible();
  await expect(heard.getByLabel(/of the draft$/)).toHaveText('14');
  await expect(heard.getByLabel(/of the live call$/)).toContainText('"stock": 7');
  expect(peer.received.length).toBe(sent + 1);
  await expect(page.getByRole('button', { name: 'Listen' })).toBeVisible();
  await lookAt(page, 'heard');
});

test('a draft listens to each call, until ten minutes are over or somebody stops it', async ({ page }) => {
  await page.clock.install();
  await openScreen(page, service, '/');
  await create(page, 'HeardAll');
  const address = await endpointOf(page);
  await tab(page, 'Workflow');
  await addStep(page, 'transform');
  await field(page, 'Expression').fill('body.n * 2');
  const listen = page.getByRole('button', { name: 'Listen', exact: true });
  const toEach = async () => {
    await listen.click();
    await page.getByRole('menuitem', { name: 'Each call for ten minutes' }).click();
    await expect(page.getByText('The draft listens to each call, for ten minutes.')).toBeVisible();
  };
  const headers = { 'content-type': 'application/json' };
  const send = (n: number) => fetch(address, { method: 'POST', headers, body: JSON.stringify({ n }) });
  const heard = page.getByRole('region', { name: 'Live and draft' }).getByLabel(/of the draft$/);
  await toEach();
  await send(1);
  await expect(heard).toHaveText(['2']);
  await send(2);
  await expect(heard).toHaveText(['4', '2']);
  await page.clock.fastForward('05:00');
  await expect(listen).toBeHidden();
  await page.clock.fastForward('05:00');
  await expect(listen).toBeVisible();
  // Whoever listens before its end hears it.
  const { callId } = (await (await send(3)).json()) as { callId: string };
  await expect.poll(() => stateOf(callId)).toBe('succeeded');
  await toEach();
  await send(4);
  await expect(heard).toHaveText(['8', '4', '2']);
  await page.getByRole('button', { name: 'Stop listening' }).click();
  await expect(listen).toBeVisible();
});
