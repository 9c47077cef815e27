import { posix } from 'node:path';
import { parseSync } from 'vite';
import { entries, mayImport, onlyPackages, packageRooms, roomOf } from './rooms.ts';

const maxLines = 300;
const emptyWords = /(^|-)(manager|helpers?|utils?|common|misc)(-|\.)/;
const pascalCase = /^([A-Z][a-z0-9]*)+\.tsx$/;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.tsx?$/;
const roots = { '#shared/': 'src-shared/', '#main/': 'src-main/', '#renderer/': 'src-renderer/' };

/** What a file breaks of the law, in words; empty where it keeps it. Paths are from the root, with slashes. */
export function checkFile(path: string, text: string): string[] {
  const room = roomOf(path);
  if (room === undefined) return ['stands in no room of the table'];
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) return [`cannot be parsed: ${errors[0]?.message}`];
  const broken = importsOf(text, module).flatMap((named) => checkImport(path, named));
  const exported = module.staticExports.flatMap((statement) => statement.entries);
  if (exported.some((entry) => entry.exportName.kind === 'Default')) broken.push('has a default export');
  const lines = text.trimEnd().split('\n').length;
  if (lines > maxLines) broken.push(`has ${lines} lines, more than ${maxLines}`);
  return [...broken, ...checkName(path, exported.length)];
}

function checkName(path: string, exported: number): string[] {
  const name = posix.basename(path);
  // Several small components that belong together are a plain noun.
  const isComponent = name.endsWith('.tsx') && exported < 2 && !entries.includes(path);
  const fits = pascalCase.test(name) || (!isComponent && kebabCase.test(name));
  return [
    ...(fits ? [] : [`is not named in ${isComponent ? 'PascalCase' : 'kebab-case'}`]),
    ...(emptyWords.test(name) ? ['has a name that says nothing'] : []),
  ];
}

/** The files of the tree that a file names, by their paths from the root. */
export const filesNamedBy = (path: string, text: string): string[] =>
  importsOf(text, parseSync(path, text).module).flatMap(({ specifier }) => targetOf(path, specifier) ?? []);

interface Import {
  readonly specifier: string;
  /** Gone when the file runs, so that it cannot start anything. */
  readonly isType: boolean;
}

/** Every module that a file names: by import, export from, import() and the import() of a type. */
function importsOf(text: string, module: ReturnType<typeof parseSync>['module']): Import[] {
  const statements = [
    ...module.staticImports.map(({ moduleRequest, entries: names }) => ({
      specifier: moduleRequest.value,
      isType: names.length > 0 && names.every((name) => name.isType),
    })),
    ...module.staticExports.flatMap(({ entries: names }) =>
      names.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, isType }] : [],
      ),
    ),
  ];
  const calls = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)];
  return [...statements, ...calls.map((found) => ({ specifier: found[1] ?? '', isType: false }))];
}

function checkImport(path: string, named: Import): string[] {
  const { specifier } = named;
  if (specifier.startsWith('../../'))
    return [`imports ${specifier}: cross rooms by #shared, #main or #renderer`];
  const target = targetOf(path, specifier);
  return target === undefined ? checkPackage(path, specifier) : checkTarget(path, named, target);
}

/** The file that a specifier stands for, or undefined where it is a package. */
function targetOf(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  const root = Object.entries(roots).find(([prefix]) => specifier.startsWith(prefix));
  return root && root[1] + specifier.slice(root[0].length);
}

function checkTarget(path: string, { specifier, isType }: Import, target: string): string[] {
  if (entries.includes(target) && !isType) return [`imports ${specifier}, an entry`];
  const from = roomOf(path);
  const to = roomOf(target);
  if (from === undefined || to === undefined)
    return [`imports ${specifier}, which stands in no room of the table`];
  if (from === to) return [];
  if (!mayImport[from].includes(to)) return [`imports ${specifier}: ${from} may not import ${to}`];
  return specifier.startsWith('../') && !standTogether(path, target)
    ? [`imports ${specifier}: cross rooms by #shared, #main or #renderer`]
    : [];
}

/** Rooms that are parts of one folder speak to each other as neighbours. */
const standTogether = (path: string, target: string): boolean =>
  path.startsWith('src-shared/') || folderOf(path) === folderOf(target);
const folderOf = (path: string): string => path.split('/').slice(0, -1).slice(0, 2).join('/');

function checkPackage(path: string, specifier: string): string[] {
  const room = roomOf(path);
  if (room === undefined) return [];
  const owner = packageRooms.find(([name, rooms]) => name.test(specifier) && !rooms.includes(room));
  const allowed = onlyPackages[room];
  return owner || (allowed && !allowed.test(specifier)) ? [`imports ${specifier}: ${room} may not`] : [];
}
