// What a window loads before it shows anything: the page's own scripts and styles, and what those import at once.
import { readFileSync } from 'node:fs';
import { posix, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../../out/renderer/', import.meta.url));

export interface ScreensSize {
  readonly files: readonly string[];
  readonly gzipBytes: number;
}

/** Of the built screens; what is loaded later, such as the editor, is left out. */
export function screensSize(): ScreensSize {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    if (!file.endsWith('.js')) return;
    for (const [, named] of readFileSync(join(folder, file), 'utf8').matchAll(
      /\b(?:from|import)\s*["'](\.{1,2}\/[^"']+)["']/g,
    ))
      visit(posix.join(posix.dirname(file), named ?? ''));
  };
  for (const [, named] of page.matchAll(/(?:src|href)="(?:\.\/|\/)?(assets\/[^"]+)"/g)) visit(named ?? '');
  const gzipBytes = [...seen].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length,
    0,
  );
  return { files: [...seen].sort(), gzipBytes };
}
