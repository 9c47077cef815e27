import type { HeaderList } from '#main/ports/run.ts';
import type { Execution } from './messages.ts';
import { readBody, type ReadBody } from './body/read-body.ts';
import { createRecent } from './recent.ts';

/** What expressions and code see. */
export interface Scope {
  input: unknown;
  readonly query: Readonly<Record<string, unknown>>;
  /** By lower-case name; the values of a repeated one are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read when first asked for. */
  readonly body: unknown;
  readonly bodyError: string | undefined;
  readonly call: Execution['call'];
  readonly env: Readonly<Record<string, string>>;
  /** Results by the name of their step. */
  readonly steps: Record<string, unknown>;
}

type ScopeName = keyof Scope;
const scopeNames = [
  'input',
  'query',
  'headers',
  'body',
  'bodyError',
  'call',
  'env',
  'steps',
] as const satisfies readonly ScopeName[];

export function createScope(execution: Execution): Scope {
  const headers = joinHeaders(JSON.parse(execution.headersJson) as HeaderList);
  let read: ReadBody | null = null;
  const readOnce = (): ReadBody => {
    read ??= readBody(execution.body ?? new Uint8Array(), {
      contentType: headers['content-type'],
      contentEncoding: headers['content-encoding'],
    });
    return read;
  };
  const scope: Scope = {
    input: undefined,
    query: JSON.parse(execution.queryJson) as Scope['query'],
    headers,
    get body() {
      return readOnce().value;
    },
    get bodyError() {
      return readOnce().error ?? undefined;
    },
    call: execution.call,
    env: {},
    steps: Object.create(null),
  };
  return scope;
}

function joinHeaders(headers: HeaderList): Record<string, string> {
  const joined: Record<string, string> = Object.create(null);
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const known = joined[key];
    joined[key] = known === undefined ? value : `${known}, ${value}`;
  }
  return joined;
}

const namesByText = createRecent<string, readonly ScopeName[]>(2000);

/** The part of the scope that a text may look at: a name that does not stand in it cannot be meant. */
export function giveNames(scope: Scope, text: string): Partial<Scope> {
  let names = namesByText.get(text);
  if (names === undefined) {
    names = namesIn(text);
    namesByText.set(text, names);
  }
  return Object.fromEntries(names.map((name) => [name, scope[name]]));
}

function namesIn(text: string): readonly ScopeName[] {
  // Code that is put together while it runs may mean any of them.
  if (/\beval\b|\barguments\b|\bFunction\b|constructor|\\u|\\x/.test(text)) return scopeNames;
  return scopeNames.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
}

/** The same for people to read: without the values of the environment, which may be secret. */
export function showNames(scope: Scope, text: string): Partial<Scope> {
  const { env: _env, steps, ...shown } = giveNames(scope, text);
  // As they are now: the results that follow are no part of what this step was given.
  return steps === undefined ? shown : { ...shown, steps: { ...steps } };
}
