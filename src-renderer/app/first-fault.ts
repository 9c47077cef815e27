// Where a refused draft is at fault, so that Save can lead there. Pure.

export const draftTabs = ['setup', 'processing', 'workflow'] as const;
export type DraftTab = (typeof draftTabs)[number];

/** The tab that a path of the draft is filled in on. */
export function tabOf(path: string): DraftTab {
  if (path.startsWith('workflow')) return 'workflow';
  return path.startsWith('dataProcessing') ? 'processing' : 'setup';
}

/** The paths of all faults, in the order of the tabs. */
export function faultPaths(errors: object): readonly string[] {
  const paths = collect(errors, '');
  return draftTabs.flatMap((tab) => paths.filter((path) => tabOf(path) === tab));
}

function collect(node: unknown, path: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  // A field may itself be named `type` or `message`; an error has a text there.
  if ('type' in node && (typeof node.type === 'string' || typeof node.type === 'number')) return [path];
  return Object.entries(node).flatMap(([name, below]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return name === 'root' || name === 'ref' ? (name === 'root' ? [path] : []) : collect(below, at);
  });
}

/** `trigger.authentication.keys[0].key` as forms write it: `trigger.authentication.keys.0.key`. */
export const formPath = (path: string): string =>
  path.replace(/^draft\.?/, '').replaceAll(/\[(\d+)\]/g, '.$1');
