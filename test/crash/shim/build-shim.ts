// The shims of this folder, built when they are first needed. A test that cannot have one fails: a crash test
// that is skipped proves nothing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

export type Shim = 'power-loss' | 'fault' | 'clock';

const sources = new URL('./', import.meta.url).pathname;
const built = new URL('../../../.cache/shim/', import.meta.url).pathname;

/** LD_PRELOAD and the C library it stands before are Linux's. */
export const canPreload = process.platform === 'linux';

/** The path of a shim, for LD_PRELOAD. */
function buildShim(name: Shim): string {
  const source = join(sources, `${name}.c`);
  const hash = createHash('sha256')
    .update(readFileSync(source))
    .update(readFileSync(join(sources, 'watched.h')));
  const file = join(built, `${name}-${hash.digest('hex').slice(0, 12)}.so`);
  if (existsSync(file)) return file;
  mkdirSync(built, { recursive: true });
  // Several test files may build it at one time; a name is given only to a whole file.
  const making = `${file}.${process.pid}`;
  try {
    execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror', '-o', making, source], {
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error('The crash tests need gcc and the headers of the C library (gcc, libc6-dev).', {
        cause: error,
      });
    }
    throw error;
  }
  renameSync(making, file);
  return file;
}

/** The environment of a process that runs under shims. */
export const preload = (shims: readonly Shim[]): Record<string, string> =>
  shims.length === 0 ? {} : { LD_PRELOAD: shims.map(buildShim).join(':'), UV_USE_IO_URING: '0' };
