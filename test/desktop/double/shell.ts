import type { Shell } from 'electron';
import { record } from './record.ts';
import { only } from './refuse.ts';

export const shell = only('shell', {
  openPath(path: string) {
    record.opened.push(path);
    return Promise.resolve('');
  },
} satisfies Partial<Shell>);
