// Which of the environment and the connections of the installation an integration names, as far as its text tells.
import type { Workflow } from '#shared/model/step.ts';

/** What expressions and code stand in. */
export interface Text {
  readonly by: string | null;
  readonly dataProcessing: string | undefined;
  readonly steps: Workflow;
}

/** Whether expressions or code say `env.<name>`; a name that is put together while it runs is not found. */
export function valueNamed(name: string): (text: Text) => boolean {
  const named = new RegExp(`\\benv\\s*(\\.\\s*\`?|\\[\\s*\\\\?["'\`])${name}\\b`);
  return (text) => named.test(written(text));
}

/** Whether expressions or code may put such a name together, so that it may be any. */
export const mayNameAny = (text: Text): boolean => putTogether.test(written(text));
const putTogether = /\benv\s*\[(?!\s*\\?["'`]\w+\\?["'`]\s*\])|\$lookup\(\s*env\b|=\s*env\b(?!\s*[.[])/;

const written = ({ by, dataProcessing, steps }: Text): string => JSON.stringify([by, dataProcessing, steps]);

/** Whether a step, or one inside of it, goes over this connection. */
export const namesConnection = (part: unknown, name: string): boolean =>
  typeof part === 'object' &&
  part !== null &&
  (('connection' in part && part.connection === name) ||
    Object.values(part).some((inner) => namesConnection(inner, name)));
