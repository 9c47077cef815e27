// SQLite in the app: Electron is no Node.js program, so its process is begun otherwise than the service begins it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from '@playwright/test';
import { runToEnd, shown, test } from './launch.ts';

const open = { authentication: { kind: 'none' }, requestResponse: true };
const endless = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';
const installation = (stock: string) => ({
  hookline: 1,
  connections: [{ name: 'stock', kind: 'sqlite', file: stock }],
  integrations: [
    {
      name: 'Stock',
      code: 'stock',
      trigger: open,
      workflow: [
        { name: 'find', kind: 'sql', connection: 'stock', statement: 'SELECT sku, count FROM stock' },
        { name: 'answer', kind: 'respond', body: { from: 'steps.find.rows' } },
      ],
    },
    {
      name: 'Endless',
      code: 'endle',
      trigger: { ...open, requestResponse: { timeoutSeconds: 1 }, executionTimeoutSeconds: 1 },
      workflow: [{ name: 'count', kind: 'sql', connection: 'stock', statement: endless }],
    },
  ],
});

test('a workflow and a test of a connection read a file, and a statement without an end is ended', async ({
  app,
  folder,
}) => {
  const page = await shown(app);
  const stock = join(folder, 'stock.db');
  const database = new DatabaseSync(stock);
  database.exec("CREATE TABLE stock (sku, count); INSERT INTO stock VALUES ('A-1', 7)");
  database.close();
  const file = join(folder, 'installation.json');
  await writeFile(file, JSON.stringify(installation(stock)));
  const hookline = (...args: string[]) =>
    runToEnd(process.execPath, ['bin/hookline.js', '--data', folder, ...args]);
  expect(await hookline('apply', file)).toMatchObject({ status: 0 });
  const tested = await hookline('connections', 'test', 'stock');
  expect(tested.said).toMatch(/It is SQLite 3\./);
  expect(tested.status).toBe(0);

  const listener = (await page.getByText(/^HTTP [\d.]+:\d+$/).textContent())?.replace('HTTP ', 'http://');
  const answers = async (path: string) => {
    const answer = await fetch(`${listener}/${path}`);
    return [answer.status, await answer.json()];
  };
  const found = [200, [{ sku: 'A-1', count: 7 }]];
  expect(await answers('stock/Stock')).toEqual(found);
  expect(await answers('endle/Endless')).toMatchObject([504, {}]);
  expect(await answers('stock/Stock')).toEqual(found);
  // The one of the last call is kept for the next one; those of the test and of the endless statement have ended.
  const alive = () =>
    app.evaluate(() => globalThis.__double?.processes.filter(({ isOver }) => !isOver).length ?? 1);
  await expect.poll(alive).toBe(1);
  // Nothing of what the app itself was started with.
  const variables = () =>
    app.evaluate(() => globalThis.__double?.processes.map((one) => one.variables) ?? [['HOOKLINE']]);
  expect(new Set((await variables()).flat())).toEqual(new Set(['HOOKLINE']));
});
