import { stat } from 'node:fs/promises';

/**
 * Remembers which files these paths lead to. The function given says, in words, which of them is gone or leads to
 * another file by now: what SQLite writes to a file without a name is lost with the process.
 */
export async function rememberFiles(paths: readonly string[]): Promise<() => Promise<string | null>> {
  const before = await Promise.all(paths.map(identityOf));
  return async () => {
    const now = await Promise.all(paths.map(identityOf));
    const at = now.findIndex((identity, index) => identity !== before[index]);
    return at === -1 ? null : `${paths[at]} was ${now[at] === gone ? 'removed' : 'replaced'} while in use.`;
  };
}

const gone = 'gone';

async function identityOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return gone;
  }
}
