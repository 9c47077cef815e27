import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '#main/host.ts';
import { bundled } from './bundled.ts';

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hookline-test-'));
export const dropFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

const worker = (name: string): URL => pathToFileURL(bundled(name));

export function testHost(folder: string, errors: string[] = []): Host {
  return {
    face: 'headless',
    version: '0.0.0-test',
    dataFolder: folder,
    workers: {
      store: worker('store-worker'),
      run: worker('run-worker'),
      errand: worker('errand-worker'),
    },
    outerKeys: [{ kind: 'folder', place: `${folder}/data-key`, key: new Uint8Array(32).fill(7) }],
    log: {
      debug() {},
      info() {},
      error: (what, fields) => errors.push(`${what} ${JSON.stringify(fields ?? {})}`),
    },
  };
}
