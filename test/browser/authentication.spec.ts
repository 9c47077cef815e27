// The kinds of authentication on the page of a trigger: what is filled in there is what callers meet.
import { createHmac } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { startService, type Service } from './face.ts';
import { lookAt, openScreen, test } from './screen.ts';
import { endpointOf, nameField, save, savedAs } from './setup-page.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService();
});
test.afterAll(() => service.stop());

async function begin(page: Page, name: string, kind: string): Promise<void> {
  await openScreen(page, service, '/integrations/new');
  await nameField(page).fill(name);
  await page.getByRole('button', { name: 'Add authentication' }).click();
  await page.getByRole('menuitem', { name: kind }).click();
}

async function add(page: Page, button: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog', { name: button });
  for (const [label, value] of Object.entries(fields)) {
    await dialog.getByLabel(label, { exact: true }).fill(value);
  }
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** A consumer of the installation; gives its key. */
async function makeConsumer(label: string, key: string): Promise<string> {
  const made = await fetch(`${service.adminUrl}/api/consumers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ draft: { label, key } }),
  });
  expect(made.status, await made.text()).toBe(200);
  return key;
}

const post = (address: string, headers: Record<string, string> = {}, body = '{}') =>
  fetch(address, { method: 'POST', headers, body });

/** The test panel has a key of its own, whatever the kind. */
async function expectTestWorks(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('Answered 202')).toBeVisible();
}

test('a user and a password', async ({ page }) => {
  await begin(page, 'WithUsers', 'Basic');
  await expect(page.getByText('Basic (user and password)', { exact: true })).toBeVisible();
  await expect(page.getByText('No user yet: every call is refused until there is one.')).toBeVisible();
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add user' });
  await dialog.getByLabel('Label').fill('ERP');
  await dialog.getByLabel('User').fill('er:p');
  await dialog.getByLabel('Password').fill('short');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText('no colon')).toBeVisible();
  await expect(dialog.getByText('A password has 8 to 512 characters.')).toBeVisible();
  await dialog.getByLabel('User').fill('erp');
  await dialog.getByLabel('Password').fill('password-of-erp');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await save(page);
  await savedAs(page, 1);
  await lookAt(page, 'authentication-basic');

  const address = await endpointOf(page);
  const authorization = `Basic ${Buffer.from('erp:password-of-erp').toString('base64')}`;
  expect((await post(address, { authorization })).status).toBe(202);
  expect((await post(address)).status).toBe(401);
  await expectTestWorks(page);
});

test('a signature by a preset, then as another sender makes it', async ({ page }) => {
  await begin(page, 'Signed', 'HMAC signature');
  await page.getByRole('combobox', { name: 'Sender' }).click();
  await page.getByRole('option', { name: 'GitHub' }).click();
  await expect(page.getByLabel('Tolerance in seconds')).toBeHidden();
  await add(page, 'Add secret', { Label: 'GitHub', Secret: 'secret-of-github' });
  await save(page);
  await savedAs(page, 1);
  const address = await endpointOf(page);
  const hex = (body: string) => createHmac('sha256', 'secret-of-github').update(body).digest('hex');
  expect((await post(address, { 'x-hub-signature-256': `sha256=${hex('{}')}` })).status).toBe(202);
  expect((await post(address, { 'x-hub-signature-256': `sha256=${hex('[]')}` })).status).toBe(401);
  await expectTestWorks(page);

  await page.getByRole('combobox', { name: 'Sender' }).click();
  await page.getByRole('option', { name: 'Another sender' }).click();
  await save(page);
  await expect(page.getByText('Say which header holds the signature.')).toBeVisible();
  await page.getByLabel('Header', { exact: true }).fill('x-signature');
  await page.getByLabel('What is signed').fill('{timestamp}.{body}');
  await page.getByLabel('Timestamp header').fill('x-time');
  await page.getByLabel('Tolerance in seconds').fill('60');
  await save(page);
  await savedAs(page, 2);
  await lookAt(page, 'authentication-hmac', 1_100);
  const at = (seconds: number) => {
    const time = String(Math.floor(Date.now() / 1_000) - seconds);
    return { 'x-time': time, 'x-signature': hex(`${time}.{}`) };
  };
  expect((await post(address, at(0))).status).toBe(202);
  expect((await post(address, at(90))).status).toBe(401);
});

test('a token by the public key of its issuer', async ({ page }) => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  await begin(page, 'WithTokens', 'Bearer token (JWT)');
  await page.getByRole('combobox', { name: 'Algorithms' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: 'ES256' }).click();
  await page.getByRole('option', { name: 'RS256' }).click();
  await page.keyboard.press('Tab');
  await page.getByLabel('Issuer', { exact: true }).fill('https://issuer.example');
  await page.getByRole('button', { name: 'Add to Required claims' }).click();
  await page.getByLabel('Required claims: name').fill('scope');
  await page.getByLabel('Required claims: value').fill('orders');
  await add(page, 'Add key', { Label: 'Issuer', 'Public key (PEM)': await exportSPKI(publicKey) });
  await save(page);
  await savedAs(page, 1);
  await lookAt(page, 'authentication-jwt', 1_300);

  const address = await endpointOf(page);
  const token = (scope: string) =>
    new SignJWT({ scope, iss: 'https://issuer.example', sub: 'erp' })
      .setProtectedHeader({ alg: 'ES256' })
      .setExpirationTime('5m')
      .sign(privateKey);
  const status = async (sent: string) => (await post(address, { authorization: `Bearer ${sent}` })).status;
  expect(await status(await token('orders stock'))).toBe(202);
  expect(await status(await token('stock'))).toBe(401);
  await expectTestWorks(page);
});

test('any of several kinds, then all of them', async ({ page }) => {
  const consumer = await makeConsumer('Partner', 'key-of-the-partner');
  await begin(page, 'Combined', 'Any of several');
  await save(page);
  await expect(page.getByText('At least two kinds are combined.')).toBeVisible();
  const addKind = async (kind: string) => {
    await page.getByRole('button', { name: 'Add kind' }).click();
    await page.getByRole('menuitem', { name: kind }).click();
  };
  await addKind('ApiKeys');
  await page.getByRole('combobox', { name: 'Use a consumer' }).fill('Partner');
  await page.getByRole('option', { name: 'Partner' }).click();
  await addKind('Basic');
  await addKind('Client certificate');
  await add(page, 'Add New Key', { Label: 'Shop', Key: 'key-of-the-shop' });
  await add(page, 'Add user', { Label: 'ERP', User: 'erp', Password: 'password-of-erp' });
  await save(page);
  await savedAs(page, 1);
  await lookAt(page, 'authentication-any', 1_400);

  const address = await endpointOf(page);
  const authorization = `Basic ${Buffer.from('erp:password-of-erp').toString('base64')}`;
  const status = async (headers: Record<string, string>) => (await post(address, headers)).status;
  expect(await status({ authorization })).toBe(202);
  expect(await status({ 'x-api-key': 'key-of-the-shop' })).toBe(202);
  expect(await status({ 'x-api-key': consumer })).toBe(202);
  expect(await status({})).toBe(401);

  await page.getByRole('button', { name: 'Remove: Client certificate' }).click();
  await page.getByLabel('All of these').check();
  await save(page);
  await savedAs(page, 2);
  expect(await status({ authorization })).toBe(401);
  expect(await status({ authorization, 'x-api-key': 'key-of-the-shop' })).toBe(202);
  await expectTestWorks(page);
});

test('a client certificate by its subject', async ({ page }) => {
  await begin(page, 'WithCertificates', 'Client certificate');
  await page.getByLabel('Fingerprints').fill('not a fingerprint');
  await save(page);
  await expect(page.getByText('A fingerprint is a SHA-256, of 64 hexadecimal digits.')).toBeVisible();
  await page.getByLabel('Fingerprints').fill('');
  await page.getByLabel('Subjects or names').fill('CN=erp, O=Acme\nshop');
  await save(page);
  await savedAs(page, 1);
  await lookAt(page, 'authentication-certificate');
  expect((await post(await endpointOf(page))).status).toBe(401);
  await page.reload();
  await expect(page.getByLabel('Subjects or names')).toHaveValue('CN=erp, O=Acme\nshop');
});
