import { open } from 'node:fs/promises';

/** Puts the names in a folder on stable storage: a new file or folder is there after a power loss only then. */
export async function syncFolder(path: string): Promise<void> {
  // Windows knows no handle on a folder, nor needs this.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
