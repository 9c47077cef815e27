import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInstallationFiles } from '#main/desktop/installation-files.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
beforeEach(async () => (folder = await newFolder()));
afterEach(() => dropFolder(folder));

test.skipIf(process.platform === 'win32')(
  'a pipe with the name of a file is said, and waits for nobody who writes to it',
  async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    writeFileSync(join(folder, 'file.yaml'), 'hookline: 1\n');
    const opened: string[] = [];
    const told: string[] = [];
    const files = createInstallationFiles((command) => opened.push(JSON.stringify(command)), {
      tell: ({ detail }) => void told.push(detail),
      chooseFile: () => Promise.resolve(null),
    });
    await files.offer(['pipe.yaml', 'file.yaml'], folder);
    expect(told).toEqual(['pipe.yaml\n\nIt is no file.']);
    expect(opened).toEqual([expect.stringContaining('file.yaml')]);
  },
);
