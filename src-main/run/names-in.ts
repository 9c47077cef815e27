// Which names of its scope an expression looks up, as far as its text alone tells.
import { compile } from './expression.ts';

/** `steps.send.body` asks for `send` of `steps`. */
export interface Reference {
  readonly name: string;
  /** Null where nothing, or nothing that can be known, is asked of it. */
  readonly member: string | null;
  /** Where each of the two ends in the text. */
  readonly nameEnd: number | null;
  readonly memberEnd: number | null;
}

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly steps?: readonly Node[];
}

/** Throws a StepFailure where the expression cannot be read. */
export function namesIn(text: string): Reference[] {
  const found: Reference[] = [];
  // `inScope`: names are looked up in the scope itself, not in what a path has led to.
  visit(compile(text).expression.ast(), true);
  return found;

  function visit(node: unknown, inScope: boolean): void {
    if (typeof node !== 'object' || node === null) return;
    const { type, steps }: Node = node;
    if (type === 'path' && steps !== undefined) visitPath(steps, inScope);
    for (const [field, part] of Object.entries(node)) {
      if (field !== 'steps') visit(part, inScope && type !== 'transform' && !fieldsOfFound.has(field));
    }
  }

  function visitPath([first, ...rest]: readonly Node[], inScope: boolean): void {
    // `$$` is the scope everywhere, `$` where nothing has led away from it.
    const isScope = first?.type === 'variable' && (first.value === '$' || (inScope && first.value === ''));
    if (isScope && isPlain(first)) note(rest[0], rest[1]);
    else if (inScope && first?.type === 'name') note(first, rest[0]);
    else visit(first, inScope);
    if (first?.type === 'name') visit({ ...first, type: undefined }, false);
    visit(rest, false);
  }

  function note(named: Node | undefined, member: Node | undefined): void {
    if (named?.type !== 'name' || typeof named.value !== 'string') return;
    const isKnown = isPlain(named) && member?.type === 'name' && typeof member.value === 'string';
    found.push({
      name: named.value,
      member: isKnown ? String(member.value) : null,
      nameEnd: named.position ?? null,
      memberEnd: member?.position ?? null,
    });
  }
}

/** They look at what their node has found, whatever kind of node it is; so does all of a transformation. */
const fieldsOfFound: ReadonlySet<string> = new Set(['predicate', 'stages', 'group']);

/** Without a filter or a variable that stands for what it found. */
const isPlain = (node: Node): boolean => Object.keys(node).every((field) => plainFields.has(field));
const plainFields: ReadonlySet<string> = new Set(['type', 'value', 'position']);
