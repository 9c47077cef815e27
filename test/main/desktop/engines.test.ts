// What fails in an engine is heard by somebody: what nobody hears ends the app.
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessagePortMain } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attachToService } from '#main/desktop/attached-engine.ts';
import { openOwnEngine } from '#main/desktop/own-engine.ts';
import { writeServiceFile } from '#main/admin/service-file.ts';
import { dropFolder, newFolder, testHost } from '#test/support/host.ts';
import { startRuntime } from '#test/support/runtime.ts';

let folder: string;
beforeEach(async () => (folder = await newFolder()));
afterEach(() => dropFolder(folder));

test('a page whose service cannot be asked, since its token cannot be read, waits on', async () => {
  let looks = 0;
  const service = createServer((_request, answer) => {
    looks++;
    answer.end(JSON.stringify({ pid: process.pid }));
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  const adminUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  await writeServiceFile(folder, { pid: process.pid, webhookUrl: adminUrl, httpsUrl: null, adminUrl });
  const engine = await attachToService(folder);
  await rm(join(folder, 'admin-token'));
  await writeFile(join(folder, 'admin-token'), 'damaged');
  const page = new AbortController();
  const before = looks;
  const served = engine?.serve({} as MessagePortMain, { signal: page.signal, ended: () => undefined });
  await expect.poll(() => looks, { timeout: 60_000 }).toBeGreaterThan(before + 1);
  page.abort();
  await served;
  service.closeAllConnections();
  service.close();
});

test('an end that fails is heard by whoever asked for it, however often it was asked for', async () => {
  const at = await startRuntime(folder);
  const close = () => Promise.reject(new Error('The disk is gone.'));
  const engine = await openOwnEngine(
    { ...at.runtime, close },
    { host: testHost(folder), screensFolder: pathToFileURL(`${folder}/`), adminPort: 0 },
  );
  const first = engine.close();
  const again = engine.close(0);
  await expect(first).rejects.toThrow('The disk is gone.');
  await expect(again).rejects.toThrow('The disk is gone.');
  await at.stop();
});
