// Installation files that are large, or cannot be read.
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { lookAt, openScreen, leave, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService();
});
test.afterAll(async () => {
  await service.stop();
});

const withCode = (bytes: number) => ({
  hookline: 1,
  integrations: [
    {
      name: 'Large',
      trigger: { authentication: { kind: 'none' } },
      workflow: Array.from({ length: 8 }, (_, at) => ({
        kind: 'javascript',
        name: `step${at}`,
        code: `// ${'x'.repeat(bytes / 8)}\nreturn input;`,
      })),
    },
  ],
});

/** Drops a file of this machine that is there no more. */
async function dropGone(page: Page, name: string): Promise<void> {
  const path = join(tmpdir(), name);
  await writeFile(path, 'hookline: 1');
  const input = await page.evaluateHandle(() =>
    Object.assign(document.createElement('input'), { type: 'file' }),
  );
  await input.setInputFiles(path);
  await rm(path);
  await input.evaluate(({ files }) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(files![0]!);
    dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  });
}

test('a file of several MiB is compared over the connection that the page has', async ({ page }) => {
  let sockets = 0;
  page.on('websocket', () => sockets++);
  await openScreen(page, service, '/import');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a file' }).click(),
  ]);
  const buffer = Buffer.from(JSON.stringify(withCode(6 * 1024 * 1024)));
  const before = sockets;
  await chooser.setFiles({ name: 'large.json', mimeType: 'application/json', buffer });
  await expect(page.getByRole('row', { name: 'Integration Large is created' })).toBeVisible();
  expect(sockets).toBe(before);
  await leave(page);
});

test('a file that cannot be read says so', async ({ page }) => {
  await openScreen(page, service, '/');
  await dropGone(page, `gone-${process.pid}.yaml`);
  await expect(page.getByRole('alert')).toContainText(/“gone-.*” cannot be read/);
  await lookAt(page, 'import-unread');
  await leave(page);
});
