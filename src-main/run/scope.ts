import type { HeaderList } from '#main/ports/run.ts';
import type { Execution } from './messages.ts';
import { readBody, type ReadBody } from './body/read-body.ts';
import { type BodySource, showBodyAndError } from './read-later.ts';
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
  /** In the steps for each item of a list: the item, and its place, counted from 0. Elsewhere code may use the names as it likes. */
  readonly item?: unknown;
  readonly index?: number;
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
  'item',
  'index',
] as const satisfies readonly ScopeName[];

interface Reading {
  readonly xmlLists: readonly string[] | undefined;
  /** Told once, when the body is first looked at. */
  onBody(read: ReadBody): void;
}

export function createScope(execution: Execution, env: Scope['env'], reading: Reading): Scope {
  const headers = joinHeaders(JSON.parse(execution.headersJson) as HeaderList);
  const query = JSON.parse(execution.queryJson) as Scope['query'];
  return Object.assign(
    showBodyAndError({ input: undefined, query, headers }, new BodyOnce(execution.body, headers, reading)),
    { call: execution.call, env, steps: Object.create(null) },
  );
}

/** The body of an execution: read once, when first asked for. */
class BodyOnce implements BodySource {
  readonly #bytes: Uint8Array | null;
  readonly #headers: Scope['headers'];
  readonly #reading: Reading;
  #read: ReadBody | null = null;

  constructor(bytes: Uint8Array | null, headers: Scope['headers'], reading: Reading) {
    this.#bytes = bytes;
    this.#headers = headers;
    this.#reading = reading;
  }

  get body(): unknown {
    return this.#once().value;
  }

  get bodyError(): string | undefined {
    return this.#once().error ?? undefined;
  }

  #once(): ReadBody {
    if (this.#read === null) {
      this.#read = readBody(this.#bytes ?? new Uint8Array(), {
        contentType: this.#headers['content-type'],
        contentEncoding: this.#headers['content-encoding'],
        xmlLists: this.#reading.xmlLists,
      });
      this.#reading.onBody(this.#read);
    }
    return this.#read;
  }
}

/** What the steps for one item of a list see: all that stands around them, and the item. Their results stay among them. */
export const itemScope = (outer: Scope, item: unknown, index: number): Scope =>
  Object.assign(showBodyAndError({ input: outer.input, query: outer.query, headers: outer.headers }, outer), {
    call: outer.call,
    env: outer.env,
    steps: Object.assign(Object.create(null), outer.steps),
    item,
    index,
  });

/** What an integration sees that another one calls: what it was sent, and nothing of who called it but the call itself. */
export const calleeScope = (
  { call, env }: Scope,
  { query, headers, body }: Pick<Scope, 'query' | 'headers' | 'body'>,
): Scope => ({
  input: undefined,
  query,
  headers,
  body,
  bodyError: undefined,
  call,
  env,
  steps: Object.create(null),
});

/** Reads the body before an expression that looks at it has its time: a large one may take longer than that. */
export function readAhead(scope: Scope, expression: string): void {
  if (/\bbody(?:Error)?\b/.test(expression)) void scope.body;
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
  return Object.fromEntries(names.flatMap((name) => (name in scope ? [[name, scope[name]]] : [])));
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
