import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { checkFile, filesNamedBy } from './check-file.ts';
import { findCircle } from './find-circle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .sort();
}

describe('the law of the rooms', () => {
  it.each(['src-shared', 'src-main', 'src-renderer'])('is kept by every file of %s', (folder) => {
    const broken = sourcesOf(folder).flatMap((path) =>
      checkFile(path, readFileSync(join(root, path), 'utf8')).map((rule) => `${path} ${rule}`),
    );
    expect(broken).toEqual([]);
  });

  it('lets no file name itself by way of others, not even for a type', () => {
    const named = ['src-shared', 'src-main', 'src-renderer']
      .flatMap(sourcesOf)
      .map((path) => [path, filesNamedBy(path, readFileSync(join(root, path), 'utf8'))] as const);
    expect(findCircle(new Map(named))).toBe(null);
  });

  it('keeps electron out of everything that the headless service loads', () => {
    const entry = join(root, 'out', 'main', 'headless.js');
    expect(existsSync(entry), 'out/ is missing: run "npm run build" first').toBe(true);
    const seen = new Map<string, readonly string[]>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      const named = namedBy(file);
      seen.set(file, named);
      for (const specifier of named) if (specifier.startsWith('.')) visit(join(file, '..', specifier));
    };
    for (const name of ['headless.js', 'store-worker.js', 'run-worker.js', 'errand-worker.js'])
      visit(join(root, 'out', 'main', name));
    const guilty = [...seen].filter(([, named]) =>
      named.some((specifier) => /^electron($|\/)|^electron-updater|\/updater\.js$/.test(specifier)),
    );
    expect(guilty.map(([file]) => file)).toEqual([]);
  });
});

function namedBy(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const { module } = parseSync(file, text);
  const fixed = [
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value)),
    ...[...text.matchAll(/\b(?:import|require)\(\s*["'`]([^"'`]+)["'`]/g)].map((found) => found[1]),
  ];
  return fixed.filter((specifier) => specifier !== undefined);
}

describe('the check of the rooms', () => {
  const ways = 'cross rooms by #shared, #main or #renderer';
  const seeds: readonly (readonly [path: string, rule: string, text: string])[] = [
    ['src-shared/result.ts', 'imports node:fs: shared may not', `import fs from 'node:fs';`],
    [
      'src-shared/model/x.ts',
      'imports @orpc/contract: shared may not',
      `import { oc } from '@orpc/contract';`,
    ],
    [
      'src-main/ports/x.ts',
      'imports #main/call/a.ts: ports may not import call',
      `import type { A } from '#main/call/a.ts';`,
    ],
    [
      'src-main/lane/x.ts',
      'imports #main/call/a.ts: lane may not import call',
      `import { a } from '#main/call/a.ts';`,
    ],
    ['src-main/call/x.ts', 'imports better-sqlite3: call may not', `import type D from 'better-sqlite3';`],
    [
      'src-main/call/x.ts',
      'imports #main/store/a.ts: call may not import store',
      `export * from '#main/store/a.ts';`,
    ],
    ['src-main/call/x.ts', 'imports fastify: call may not', `type A = import('fastify').FastifyInstance;`],
    ['src-main/headless/x.ts', 'imports electron: headless may not', `const e = await import('electron');`],
    [
      'src-main/desktop/x.ts',
      'imports #main/headless/main.ts, an entry',
      `import { main } from '#main/headless/main.ts';`,
    ],
    ['src-main/store/x.ts', 'imports ./worker.ts, an entry', `import './worker.ts';`],
    ['src-main/call/auth/x.ts', `imports ../../lane/a.ts: ${ways}`, `import { a } from '../../lane/a.ts';`],
    ['src-main/call/x.ts', `imports ../lane/a.ts: ${ways}`, `import { a } from '../lane/a.ts';`],
    [
      'src-renderer/lanes/x.ts',
      'imports #renderer/call-log/a.ts: lanes may not import call-log',
      `import { a } from '#renderer/call-log/a.ts';`,
    ],
    [
      'src-renderer/ui/x.ts',
      'imports #renderer/lanes/a.ts: ui may not import lanes',
      `import { a } from '#renderer/lanes/a.ts';`,
    ],
    [
      'src-renderer/lanes/x.ts',
      'imports #renderer/app/App.tsx: lanes may not import app/components',
      `import { a } from '#renderer/app/App.tsx';`,
    ],
    [
      'src-renderer/lanes/x.ts',
      'imports #main/host.ts: lanes may not import ground',
      `import { a } from '#main/host.ts';`,
    ],
    ['src-renderer/lanes/x.ts', 'imports @orpc/client: lanes may not', `import { a } from '@orpc/client';`],
    ['src-renderer/lanes/x.ts', 'has a default export', 'export default 1;'],
    ['src-renderer/lanes/x.ts', 'has 301 lines, more than 300', 'let a;\n'.repeat(301)],
    ['src-renderer/lanes/lanesPage.tsx', 'is not named in PascalCase', 'export const lanesPage = 1;'],
    ['src-main/call/TakeTurn.ts', 'is not named in kebab-case', 'export {};'],
    ['src-main/call/call-utils.ts', 'has a name that says nothing', 'export {};'],
    ['src-main/cellar/x.ts', 'stands in no room of the table', 'export {};'],
  ];

  it.each(seeds)('finds that %s %s', (path, rule, text) => {
    expect(checkFile(path, text)).toContain(rule);
  });

  it('finds a circle, and none where ways only meet again', () => {
    const meet = { a: ['b', 'c'], b: ['d'], c: ['d', 'react'], d: [] };
    expect(findCircle(new Map(Object.entries(meet)))).toBe(null);
    expect(findCircle(new Map(Object.entries({ ...meet, d: ['c'] })))).toEqual(['d', 'c']);
    expect(findCircle(new Map([['a', ['a']]]))).toEqual(['a']);
    expect(filesNamedBy('src-main/call/x.ts', "import type { A } from './a.ts'; import 'zod';")).toEqual([
      'src-main/call/a.ts',
    ]);
  });

  it('finds nothing where the law is kept', () => {
    const text = `
      import type { Call } from '#shared/model/call.ts';
      import { lane } from '#main/lane/lane.ts';
      import { guard } from './guard.ts';
      // import { app } from 'electron';
      export const text = "import { app } from 'electron'";`;
    expect(checkFile('src-main/call/x.ts', text)).toEqual([]);
  });

  it('lets a room have the types of its entry, which start nothing', () => {
    expect(checkFile('src-main/store/x.ts', "import type { A } from './worker.ts';")).toEqual([]);
  });
});
