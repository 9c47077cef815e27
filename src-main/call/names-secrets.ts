// Which of the environment and the connections of the installation an integration names, as far as its text tells.
import type { Workflow } from '#shared/model/step.ts';

/** What expressions and code stand in. */
export interface Text {
  readonly by: string | null;
  readonly dataProcessing: string | undefined;
  readonly steps: Workflow;
}

/** All that stands there, as it was written: in JSON, a line break before a name would be a letter of it. */
export const written = ({ by, dataProcessing, steps }: Text): string =>
  textsIn([by, dataProcessing, steps]).join('\0');

function textsIn(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  if (typeof part !== 'object' || part === null) return [];
  return Object.values(part).flatMap(textsIn);
}

/** The names of which it says `env.<name>`; one that is put together while it runs is not found. */
export const valuesNamed = (all: string): ReadonlySet<string> =>
  new Set([...all.matchAll(named)].map(([, name = '']) => name));
const named = /\benv\s*(?:\??\.\s*\[?|\[)\s*["'`]?(\w+)/g;

/** Whether what is written may put such a name together, so that it may be any. */
export const mayNameAny = (all: string): boolean => putTogether.test(all);
const putTogether =
  /\benv\s*(\?\.\s*)?\[(?!\s*["'`]\w+["'`]\s*\])|=\s*env\b(?!\s*(\?\.|[.[]))|[(,]\s*env\s*[,)]/;

/** Whether a step, or one inside of it, goes over this connection. */
export const namesConnection = (part: unknown, name: string): boolean =>
  typeof part === 'object' &&
  part !== null &&
  (('connection' in part && part.connection === name) ||
    Object.values(part).some((inner) => namesConnection(inner, name)));
