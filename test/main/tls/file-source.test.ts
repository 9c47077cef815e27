// Files that an operator names for a certificate and its key: what is no such file holds nobody up.
import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileSource, readFiles } from '#main/tls/file-source.ts';
import { issue } from '#test/support/certificates.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
let files: { certificateFile: string; keyFile: string; passphrase: null };
beforeEach(async () => {
  folder = await newFolder();
  files = { certificateFile: join(folder, 'host.pem'), keyFile: join(folder, 'host.key'), passphrase: null };
  const { certificate, key } = await issue({ name: 'host', names: ['hooks.example.com'] });
  await writeFile(files.certificateFile, certificate);
  await writeFile(files.keyFile, key);
});
afterEach(() => dropFolder(folder));

const noFiles: readonly (readonly [what: string, make: (path: string) => unknown, says: RegExp])[] = [
  ['a FIFO that nobody writes to', (path) => execFileSync('mkfifo', [path]), /is no file/],
  ['a folder', (path) => mkdir(path), /is a folder/],
  [
    'a file of a gigabyte',
    async (path) => {
      await writeFile(path, '');
      await truncate(path, 2 ** 30);
    },
    /is larger than any certificate/,
  ],
  ['a file that is not there', () => undefined, /is not there/],
];

describe.skipIf(process.platform === 'win32').each(noFiles)('%s', (_what, make, says) => {
  test.each([
    ['certificateFile', 'certificate_unreadable'],
    ['keyFile', 'certificate_key_missing'],
  ] as const)('as %s is a problem of that field', async (field, code) => {
    await rm(files[field]);
    await make(files[field]);
    expect(await readFiles(files)).toMatchObject({
      ok: false,
      problem: { code, path: field, detail: expect.stringMatching(says) },
    });
  });

  test('in place of a certificate that is in use is a problem, and the certificate stays', async () => {
    const source = fileSource('own', files);
    await source.look();
    const { identity } = source;
    await rename(files.certificateFile, join(folder, 'before.pem'));
    await make(files.certificateFile);
    // Once to see that it is another one, once to see that it is at rest.
    await source.look();
    expect(await source.look()).toBe(true);
    expect(source).toMatchObject({ identity, problem: { detail: expect.stringMatching(says) } });
    expect(identity).not.toBe(null);
  });
});

describe.skipIf(process.platform !== 'linux')('a file of the system', () => {
  test.each([
    ['a device that never ends', '/dev/zero', /is no file/],
    ['a device that has nothing', '/dev/null', /is no file/],
  ])('%s is a problem', async (_what, certificateFile, says) => {
    expect(await readFiles({ ...files, certificateFile })).toMatchObject({
      problem: { code: 'certificate_unreadable', detail: expect.stringMatching(says) },
    });
  });
});
