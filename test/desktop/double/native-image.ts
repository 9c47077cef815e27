import { existsSync } from 'node:fs';
import { only } from './refuse.ts';

/** A picture, of which tests ask only which file it came from. */
export interface NativeImage {
  readonly path: string;
  isEmpty(): boolean;
}

export const nativeImage = only('nativeImage', {
  // As in the real one, a file that is not there is an empty picture, and no error.
  createFromPath: (path: string): NativeImage =>
    only('NativeImage', { path, isEmpty: () => !existsSync(path) }),
});
