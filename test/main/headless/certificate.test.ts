import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { authority, issue, type Issued } from '#test/support/certificates.ts';
import { takePort } from '#test/support/free-port.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { makeInstallation, hookline, serveOn, startHookline } from './command-line.ts';

// `hookline certificate`, and HTTPS of the service as its users start it.

let folder: string;
let host: Issued;
beforeAll(async () => {
  const root = await authority('Our authority');
  host = await issue({ name: 'hooks', names: ['hooks.example.com'], by: root });
});
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const run = (environment: Record<string, string>, ...args: string[]) =>
  hookline(['--data', folder, ...args], environment);
const out = async (...args: string[]): Promise<string> => {
  const ended = await run({}, ...args);
  expect(ended).toMatchObject({ status: 0, err: '' });
  return ended.out;
};
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

test('a service with --https-port says where, and answers with a certificate that its authority vouches for', async () => {
  const service = await serveOn(folder, ['--https-port', '0']);
  const { httpsUrl, webhookUrl } = service.ready;
  expect(webhookUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(httpsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(JSON.parse(await readFile(join(folder, 'service.json'), 'utf8'))).toMatchObject({ httpsUrl });
  const ca = await out('certificate', 'authority');
  const status = await new Promise((resolve, reject) => {
    request(`${httpsUrl}/abcde/None`, { ca }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(404);
  expect(await out('certificate')).toMatch(
    /^ID +KIND +NAMES +RUNS OUT +STATE\nmade +made +localhost .* good\n$/,
  );
  expect((await service.stop()).status).toBe(0);

  const taken = await takePort();
  const refused = startHookline([
    '--data',
    folder,
    'serve',
    '--port',
    '0',
    '--admin-port',
    '0',
    '--https-port',
    String(taken.port),
  ]);
  expect(await refused.ended).toMatchObject({ status: 75, err: expect.stringContaining(String(taken.port)) });
  await taken.close();
});

test('a stopped installation hands out its authority, the same each time, and says what to do with it', async () => {
  await makeInstallation(folder);
  const to = join(folder, 'hookline-authority.crt');
  expect(await out('certificate', 'authority', to)).toMatch(/CN=Hookline on .*, SHA-256 ([0-9A-F]{2}:){31}/);
  expect(await out('certificate', 'authority')).toBe(await readFile(to, 'utf8'));
  expect(await out('certificate', 'instructions', 'java')).toContain('keytool -importcert');
  const all = JSON.parse(await out('certificate', 'instructions', '--json'));
  expect(all.map(({ platform }: { platform: string }) => platform)).toEqual([
    'windows',
    'macos',
    'debian',
    'firefox',
    'curl',
    'node',
    'java',
  ]);
  expect(await run({}, 'certificate', 'instructions', 'amiga')).toMatchObject({ status: 2 });
});

test('files are put into use and out of it; a mistake is one line on standard error', async () => {
  await makeInstallation(folder);
  const certificate = await file('host.pem', host.certificate);
  const key = await file('host.key', host.key);
  expect(await run({}, 'certificate', 'add', certificate)).toMatchObject({
    status: 1,
    err: expect.stringContaining('The private key is missing.'),
  });
  expect(await out('certificate', 'add', certificate, '--key', key)).toMatch(/hooks\.example\.com, until/);
  const [added] = JSON.parse(await out('certificate', 'list', '--json'));
  expect(added).toMatchObject({ kind: 'files', files: { certificate, key }, problem: null });
  expect(await out('certificate', 'renew', added.id)).toContain('hooks.example.com');
  expect(await out('certificate', 'remove', added.id)).toContain('was removed');
  expect(JSON.parse(await out('certificate', '--json'))).toEqual([]);
  expect(await run({}, 'certificate', 'remove', added.id)).toMatchObject({ status: 1 });
  expect(await run({}, 'certificate', 'acme', 'hooks.example.com')).toMatchObject({
    status: 1,
    err: expect.stringContaining('No service runs'),
  });
  expect(await run({}, 'certificate', 'add', certificate, '--passphrase-env', 'NONE')).toMatchObject({
    status: 1,
    err: expect.stringContaining('NONE is not set'),
  });
});
