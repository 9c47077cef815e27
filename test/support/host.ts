import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '#main/host.ts';

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hookline-test-'));
export const dropFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

const source = (path: string): URL => new URL(`../../src-main/${path}`, import.meta.url);

export function testHost(folder: string, errors: string[] = []): Host {
  return {
    face: 'headless',
    version: '0.0.0-test',
    dataFolder: folder,
    workers: { store: source('store/worker.ts'), run: source('run/worker.ts') },
    outerKeys: [{ kind: 'folder', place: `${folder}/data-key`, key: new Uint8Array(32).fill(7) }],
    log: { info() {}, error: (what, fields) => errors.push(`${what} ${JSON.stringify(fields ?? {})}`) },
  };
}
