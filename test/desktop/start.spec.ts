// Starts that go wrong. Over the double only: the real binary would wait for somebody to close its dialog.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { argumentsFor, double, launch, root, runToEnd, test } from './launch.ts';

test('a folder that the service holds is left alone, and who holds it is said', async ({ folder }) => {
  const service = spawn(
    process.execPath,
    ['bin/hookline.js', '--data', folder, '--json', 'serve', '--port=0', '--admin-port=0'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = once(service, 'exit');
  try {
    await once(service.stdout, 'data');
    const { status, said } = await runToEnd(double, argumentsFor(folder));
    expect(said).toContain('Hookline cannot start');
    expect(said).toContain(folder);
    expect(status).toBe(70);
  } finally {
    service.kill('SIGTERM');
    await gone;
  }
});

test('a port that is taken ends the app where somebody says so', async ({ folder }) => {
  await using taken = await takePort();
  const ended = await runToEnd(double, argumentsFor(folder, taken.port), { DOUBLE_ANSWER: '1' });
  expect(ended.status).toBe(70);
});

test('a port that is taken is replaced by a free one where somebody says so', async ({ folder }) => {
  await using taken = await takePort();
  const app = await launch(double, folder, { port: taken.port, environment: { DOUBLE_ANSWER: '0' } });
  const page = await app.firstWindow();
  await expect(page.getByText(/^HTTP 127\.0\.0\.1:\d+$/)).not.toContainText(String(taken.port));
  await app.close();
});

test('a data key that is damaged is said, and nothing is written over it', async ({ folder }) => {
  await writeFile(join(folder, 'data-key'), 'short');
  const { status, said } = await runToEnd(double, argumentsFor(folder));
  expect(said).toContain('is damaged');
  expect(status).toBe(70);
  expect(await readFile(join(folder, 'data-key'), 'utf8')).toBe('short');
});

test('a folder that cannot be made is said', async ({ folder }) => {
  await writeFile(join(folder, 'file'), '');
  const { status, said } = await runToEnd(double, argumentsFor(join(folder, 'file', 'data')));
  expect(said).toContain('Hookline cannot go on');
  expect(status).toBe(70);
});

async function takePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: async () => void (await once(server.close(), 'close')) };
}
