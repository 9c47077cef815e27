import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ended, runToEnd } from './launch.ts';

/** Brings integrations into a folder by the command line, whether an app holds it or nobody does. */
export async function applyFile(folder: string, ...integrations: readonly object[]): Promise<Ended> {
  const file = join(folder, 'installation.json');
  await writeFile(file, JSON.stringify({ hookline: 1, integrations }));
  return runToEnd(process.execPath, ['bin/hookline.js', '--data', folder, 'apply', file]);
}
