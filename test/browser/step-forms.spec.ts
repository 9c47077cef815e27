// The fields of steps: what a designer fills in is what is saved, without a line of JSON.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { leave, lookAt, openScreen, test } from './screen.ts';
import { nameField, save, savedAs } from './setup-page.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService();
  // The driver is built for the Node.js of Hookline.
  const make = `new (require('better-sqlite3'))(process.argv[1]).exec('CREATE TABLE orders (id, sku)').close()`;
  execFileSync('node_modules/.bin/node', ['-e', make, join(service.dataFolder, 'stock.db')]);
  await ask('PUT', 'connections', { draft: { kind: 'sqlite', name: 'stock', file: 'stock.db' } });
  await ask('PUT', 'connections', {
    draft: { kind: 'smtp', name: 'mail', host: '127.0.0.1', from: 'hookline@example.com' },
  });
  await ask('PUT', 'environment/TOKEN', { secret: 'a token' });
  const settings = (await ask('GET', 'settings')) as object;
  await ask('PUT', 'settings', { ...settings, commands: ['/usr/bin/printf'] });
});
test.afterAll(() => service.stop());
test.afterEach(({ page }) => leave(page));

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${service.adminUrl}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

async function addStep(page: Page, typed: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('combobox', { name: 'Kind of step' }).fill(typed);
  await page.keyboard.press('Enter');
  const step = page.getByRole('list', { name: 'Steps', exact: true }).getByRole('listitem').last();
  await expect(step.getByRole('textbox', { name: 'Step name' })).toBeFocused();
  return step;
}

const box = (at: Locator, name: string) => at.getByRole('textbox', { name, exact: true });

async function pick(at: Locator, option: string): Promise<void> {
  await at.click();
  await at.page().getByRole('option', { name: option, exact: true }).click();
}

async function begin(page: Page, name: string): Promise<void> {
  await openScreen(page, service, '/integrations/new');
  await nameField(page).fill(name);
  await page.getByRole('tab', { name: 'Workflow' }).click();
}

/** The one step of the integration that is saved now. */
async function saved(page: Page, name: string): Promise<Record<string, unknown>> {
  await save(page);
  await savedAs(page, 1);
  const all = (await ask('GET', 'integrations')) as { id: string; name: string }[];
  const id = all.find((one) => one.name === name)?.id;
  const { workflow } = (await ask('GET', `integrations/${id}`)) as { workflow: Record<string, unknown>[] };
  return workflow[0]!;
}

test('SQL goes over a connection of its kind, one statement or several at once', async ({ page }) => {
  await begin(page, 'Book');
  const step = await addStep(page, 'sql');
  await step.getByLabel('Connection').click();
  await expect(page.getByRole('option')).toHaveText(['stock']);
  await page.getByRole('option', { name: 'stock' }).click();
  const add = step.getByRole('button', { name: 'Add to Statements of a transaction' });
  for (const [at, statement] of ['DELETE FROM orders', 'INSERT INTO orders VALUES (1, 2)', 'X'].entries()) {
    await add.click();
    const part = step.getByRole('group', { name: `Statements of a transaction: ${at + 1}` });
    await box(part, 'Statement').fill(statement);
  }
  await step.getByRole('button', { name: 'Delete 1 from Statements of a transaction' }).click();
  await step.getByRole('button', { name: 'Delete 2 from Statements of a transaction' }).click();
  await expect(box(step, 'Statement').last()).toHaveText('INSERT INTO orders VALUES (1, 2)');
  await lookAt(page, 'step-sql', 1200);
  expect(await saved(page, 'Book')).toMatchObject({
    kind: 'sql',
    connection: 'stock',
    statements: [{ statement: 'INSERT INTO orders VALUES (1, 2)' }],
  });
});

test('a request says who sends it, and what follows a failure', async ({ page }) => {
  await begin(page, 'Ask');
  const step = await addStep(page, 'http');
  await box(step, 'URL').fill('https://erp.example.com/orders');
  const authentication = step.getByRole('group', { name: 'Authentication' });
  await pick(authentication.getByRole('combobox', { name: 'Kind' }), 'Bearer token');
  await box(authentication, 'Token').fill('{{ env.TOKEN }}');
  await step.getByRole('checkbox', { name: /^TLS of its own/ }).check();
  await box(step, 'Passphrase of the key').fill('x');
  await step.getByText('When it runs, and when it fails').click();
  await step.getByRole('checkbox', { name: 'Try again when it fails' }).check();
  const waits = step.getByLabel('Waits in seconds');
  await expect(waits).toHaveValue('1, 5, 30');
  await waits.fill('2 4 soon');
  await step.getByLabel('On status').fill('429, 503');
  await save(page);
  await expect(waits).toHaveAccessibleDescription(/must be a number/i);
  await waits.fill('2, 4');
  // What was ticked by mistake leaves nothing behind.
  await step.getByRole('checkbox', { name: /^TLS of its own/ }).uncheck();
  const { tls, ...step0 } = await saved(page, 'Ask');
  expect(tls).toBeUndefined();
  expect(step0).toMatchObject({
    authentication: { kind: 'bearer', token: '{{ env.TOKEN }}' },
    retry: { attempts: 3, waitSeconds: [2, 4], onStatus: [429, 503] },
  });
});

test('a request to nowhere is not saved, nor one of two headers with one name', async ({ page }) => {
  await begin(page, 'Nowhere');
  const step = await addStep(page, 'http');
  const headers = step.getByRole('group', { name: 'Headers' });
  const add = headers.getByRole('button', { name: 'Add to Headers' });
  for (const value of ['1', '2']) {
    await add.click();
    await headers.getByLabel('Headers: name').last().fill('x-id');
    await box(headers, 'Headers: value').last().fill(value);
  }
  // A row in which nothing was typed is none.
  await add.click();
  await save(page);
  await expect(page.getByText('Not saved: one field is not valid, on Workflow.')).toBeVisible();
  await expect(headers.getByText('This name stands twice.')).toBeVisible();
  // Both are there still, after a look at another tab too.
  await page.getByRole('tab', { name: 'Setup' }).click();
  await page.getByRole('tab', { name: 'Workflow' }).click();
  await expect(box(headers, 'Headers: value')).toHaveText(['1', '2']);
  await lookAt(page, 'step-twins', 900);
  await headers.getByRole('button', { name: 'Delete from Headers' }).last().click();
  await save(page);
  await expect(box(step, 'URL')).toHaveAccessibleDescription(/An address is required/);
  await box(step, 'URL').fill('erp.example.com/orders');
  await save(page);
  await expect(box(step, 'URL')).toHaveAccessibleDescription(/This is no http or https address/);
  await box(step, 'URL').fill('https://erp.example.com/orders');
  expect(await saved(page, 'Nowhere')).toMatchObject({ headers: { 'x-id': '1' } });
});

test('what was typed as JSON is there again after a key that chose something else', async ({ page }) => {
  await begin(page, 'Shapes');
  const step = await addStep(page, 'respond');
  const shapes = step.getByRole('radiogroup', { name: 'Body is' });
  await shapes.getByText('JSON').click();
  await box(step, 'Body').fill('{ "id": 1 ');
  await shapes.getByRole('radio', { name: 'JSON' }).focus();
  for (const shape of ['text', 'expression', 'none']) {
    await page.keyboard.press('ArrowLeft');
    await expect(shapes.getByRole('radio', { name: shape })).toBeFocused();
  }
  await expect(box(step, 'Body')).toHaveCount(0);
  for (const shape of ['expression', 'text', 'JSON']) {
    await page.keyboard.press('ArrowRight');
    await expect(shapes.getByRole('radio', { name: shape })).toBeFocused();
  }
  await expect(box(step, 'Body')).toHaveText('{ "id": 1 ');
  await lookAt(page, 'step-shapes', 900);
});

test('a mail goes to one address or several, with files', async ({ page }) => {
  await begin(page, 'Mail');
  const step = await addStep(page, 'mail');
  await pick(step.getByLabel('Connection'), 'mail');
  await box(step, 'Subject').fill('Order {{ body.id }}');
  await save(page);
  await expect(step.getByText('An address is required.')).toBeVisible();
  await box(step, 'To').fill('ann@example.com');
  await step.getByRole('button', { name: 'Add to Cc' }).click();
  await step.getByRole('button', { name: 'Add to Cc' }).click();
  await box(step, 'Cc: 1').fill('bob@example.com');
  await box(step, 'Cc: 2').fill('cem@example.com');
  await step.getByRole('button', { name: 'Add to Attachments' }).click();
  await box(step, 'File name').fill('order.json');
  await pick(step.getByRole('combobox', { name: 'To is' }), 'expression');
  await box(step, 'To').fill('body.addresses');
  await lookAt(page, 'step-email', 1400);
  await step.getByRole('radiogroup', { name: 'Content is' }).getByText('expression').click();
  await box(step, 'Content').fill('body');
  expect(await saved(page, 'Mail')).toMatchObject({
    connection: 'mail',
    to: { from: 'body.addresses' },
    cc: ['bob@example.com', 'cem@example.com'],
    subject: 'Order {{ body.id }}',
    attachments: [{ filename: 'order.json', content: { from: 'body' } }],
  });
});

test('a program gets its arguments one by one', async ({ page }) => {
  await begin(page, 'Print');
  const step = await addStep(page, 'command');
  await step.getByLabel('Program').fill('/usr/bin/printf');
  for (const [at, argument] of ['-d', 'label printer', '{{ body.file }}'].entries()) {
    await step.getByRole('button', { name: 'Add to Arguments' }).click();
    await box(step, at === 0 ? 'Arguments' : `Arguments: ${at + 1}`).fill(argument);
  }
  await step.getByRole('button', { name: 'Delete 1 from Arguments' }).click();
  await step.getByLabel('Exit codes of success').fill('0 1');
  expect(await saved(page, 'Print')).toMatchObject({
    program: '/usr/bin/printf',
    arguments: ['label printer', '{{ body.file }}'],
    exitCodes: [0, 1],
  });
});
