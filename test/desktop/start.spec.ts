// Starts that go wrong. Over the double only: the real binary would wait for somebody to close its dialog.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from '@playwright/test';
import { startPeer } from '#test/support/peer.ts';
import { applyFile } from './apply-file.ts';
import { argumentsFor, launch, runToEnd, shown, test } from './launch.ts';
import { double } from '#scripts/desktop-binaries.js';
import { startService } from './start-service.ts';

test(
  'a folder that the service holds is left alone, and who holds it is said',
  { tag: '@double' },
  async ({ folder }) => {
    await using _service = await startService(folder);
    // It does not tell where it is, as an older one would not.
    await rm(join(folder, 'service.json'));
    const { status, said } = await runToEnd(double, argumentsFor(folder));
    expect(said).toContain('Hookline cannot start');
    expect(said).toContain(folder);
    expect(status).toBe(70);
  },
);

test('a port that is taken ends the app where somebody says so', { tag: '@double' }, async ({ folder }) => {
  await using taken = await takePort();
  const ended = await runToEnd(double, argumentsFor(folder, taken.port), { DOUBLE_ANSWER: '1' });
  expect(ended.status).toBe(70);
});

test(
  'a port that is taken is replaced by a free one where somebody says so',
  { tag: '@double' },
  async ({ folder }) => {
    await using taken = await takePort();
    const app = await launch(double, folder, { port: taken.port, environment: { DOUBLE_ANSWER: '0' } });
    const page = await app.firstWindow();
    const shown = await page.getByText(/^HTTP 127\.0\.0\.1:\d+$/).textContent();
    const port = Number(shown?.split(':').at(-1));
    expect(port).toBeGreaterThan(taken.port);
    expect(port).toBeLessThan(taken.port + 100);
    await app.close();
    // Nobody has been given an address yet, so that it can stay there.
    const { said } = await runToEnd(process.execPath, [
      ...['bin/hookline.js', '--data', folder, 'settings', 'get', 'http.port'],
    ]);
    expect(said.trim()).toContain(String(port));
  },
);

/** The program, started in a folder that has gone. */
async function nowhere(folder: string): Promise<string> {
  const program = join(folder, 'nowhere');
  const script = `mkdir "${folder}/gone$$" && cd "${folder}/gone$$" && rmdir "$PWD" && exec "${double}" "$@"`;
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  return program;
}

test(
  'an app starts in a folder that is gone, and so does another one that brings it a file',
  { tag: '@double' },
  async ({ folder }) => {
    const app = await launch(await nowhere(folder), folder);
    const page = await shown(app);
    const file = join(folder, 'orders.yaml');
    await writeFile(file, 'hookline: 1\n');
    const second = await runToEnd(await nowhere(folder), [...argumentsFor(folder), file]);
    expect(second).toMatchObject({ status: 0 });
    await expect(page.getByText('orders.yaml')).toBeVisible();
    await app.close();
  },
);

test(
  'a name of a file in a folder that is gone is none of a file beside the app that runs',
  { tag: '@double' },
  async ({ folder, app, page }) => {
    await expect(page.getByText('Connected')).toBeVisible();
    const second = await runToEnd(await nowhere(folder), [...argumentsFor(folder), 'package.json']);
    expect(second).toMatchObject({ status: 0 });
    await expect
      .poll(() => app.evaluate(() => globalThis.__double?.told.map(({ detail }) => detail)))
      .toEqual([expect.stringMatching(/^package\.json\n\nENOENT/)]);
  },
);

test(
  'a data key that is damaged is said, and nothing is written over it',
  { tag: '@double' },
  async ({ folder }) => {
    await writeFile(join(folder, 'data-key'), 'short');
    const { status, said } = await runToEnd(double, argumentsFor(folder));
    expect(said).toContain('is damaged');
    expect(status).toBe(70);
    expect(await readFile(join(folder, 'data-key'), 'utf8')).toBe('short');
  },
);

test('a folder that cannot be made is said', { tag: '@double' }, async ({ folder }) => {
  await writeFile(join(folder, 'file'), '');
  const { status, said } = await runToEnd(double, argumentsFor(join(folder, 'file', 'data')));
  expect(said).toContain('Hookline cannot go on');
  expect(said).not.toContain('is not modelled');
  expect(status).toBe(70);
});

test(
  'a folder that was opened last under another name of the computer opens',
  { tag: '@double' },
  async ({ folder }) => {
    await symlink('my-old-name-4711', join(folder, 'SingletonLock'));
    const app = await launch(double, folder);
    await shown(app);
    await app.close();
  },
);

test('a lock of the folder that cannot be taken is said', { tag: '@double' }, async ({ folder }) => {
  await mkdir(join(folder, 'SingletonLock', 'in the way'), { recursive: true });
  const { status, said } = await runToEnd(double, argumentsFor(folder));
  expect(said).toContain('Hookline cannot go on');
  expect(said).not.toContain('is not modelled');
  expect(status).toBe(70);
});

test('a switch that an installed app does not start with is said', { tag: '@double' }, async ({ folder }) => {
  const args = [...argumentsFor(folder), '--proxy-server=127.0.0.1:9'];
  const { status, said } = await runToEnd(double, args, { DOUBLE_RESOURCES: folder });
  expect(said).toContain('An installed Hookline does not start with --proxy-server.');
  expect(said).not.toContain('is not modelled');
  expect(status).toBe(70);
});

test(
  'data of a newer version is left alone, and what to do is said',
  { tag: '@double' },
  async ({ folder }) => {
    const first = await launch(double, folder);
    await expect((await first.firstWindow()).getByText('Connected')).toBeVisible();
    await first.close();
    const database = new DatabaseSync(join(folder, 'queue.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    const { status, said } = await runToEnd(double, argumentsFor(folder));
    expect(said).toContain('newer');
    expect(status).toBe(70);
  },
);

test('where all that there was were crashes, the app starts with executions paused, until somebody says so', async ({
  binary,
  folder,
}) => {
  // Three lives and their ends before it.
  test.slow();
  const released = Promise.withResolvers<unknown>();
  const peer = await startPeer(() => released.promise);
  const slow = {
    name: 'Slow',
    code: 'slow1',
    trigger: { authentication: { kind: 'none' }, retry: { attempts: 1 } },
    workflow: [{ name: 'ask', kind: 'httpRequest', url: peer.url }],
  };
  const applied = await applyFile(folder, slow);
  expect(applied, applied.said).toMatchObject({ status: 0 });
  for (let life = 1; life <= 3; life++) {
    const service = await startService(folder);
    // One that is cut off three times would be given up, so that each life has one of its own. What runs at a kill is the oldest.
    const earlier = peer.received.length;
    const url = `${service.webhookUrl}/slow1/Slow`;
    expect((await fetch(url, { method: 'POST', body: String(life) })).status).toBe(202);
    await expect.poll(() => peer.received.length).toBeGreaterThan(earlier);
    await service.kill();
  }
  // What was on its way at the kill has come when what was sent after it has.
  void fetch(peer.url, { method: 'POST', body: 'the last' }).catch(() => undefined);
  await expect.poll(() => peer.received.at(-1)?.body).toBe('the last');
  const before = peer.received.length;
  const app = await launch(binary, folder);
  const page = await app.firstWindow();
  await expect(page.getByText(/ended three times in a row/)).toBeVisible();
  expect(peer.received.length).toBe(before);
  released.resolve({});
  await page.getByRole('button', { name: 'Resume executions' }).click();
  await expect(page.getByText('Executions are resumed: calls that waited run now.')).toBeVisible();
  await expect.poll(() => peer.received.length).toBeGreaterThan(before);
  await app.close();
  await peer.close();
});

async function takePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: async () => void (await once(server.close(), 'close')) };
}
