import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';
import type { Sketch } from '../expression-aid.ts';
import { jsonataFunctions } from './jsonata-functions.ts';
import type { CodeLanguage } from './languages.ts';
import { expressionStart, offersAt, trailOf, written } from './names-before.ts';

/** Where in the document an expression begins in which names mean something; null where they mean nothing. */
const startIn: Readonly<Record<CodeLanguage, (before: string) => number | null>> = {
  jsonata: () => 0,
  javascript: () => 0,
  // Values never stand in the text of a statement.
  sql: () => null,
  template: expressionStart,
  json: expressionStart,
};

/** Names of the sample, with what they stand for; in expressions the functions of JSONata too. */
export const completeNames =
  (language: CodeLanguage, sketch: () => Sketch): CompletionSource =>
  (context: CompletionContext): CompletionResult | null => {
    const before = context.state.sliceDoc(0, context.pos);
    const start = startIn[language](before);
    if (start === null) return null;
    const trail = trailOf(before.slice(start));
    if (trail === null) return null;
    const from = start + trail.from;
    const isBegun = from < context.pos || trail.names.length > 0;
    if (!isBegun && !context.explicit) return null;
    const options = [
      ...(trail.isFunction
        ? []
        : offersAt(sketch(), trail.names).map((offer) => named(offer, language, trail.names))),
      ...(language !== 'javascript' && trail.names.length === 0 ? functions : []),
    ];
    return options.length === 0 ? null : { from, options, validFor: /^[`$\p{L}_][\p{L}\p{N}_$-]*$/u };
  };

function named(
  { name, example }: { readonly name: string; readonly example: string },
  language: CodeLanguage,
  before: readonly string[],
): Completion {
  const base = {
    label: name,
    detail: example,
    type: before.length === 0 ? 'variable' : 'property',
    boost: 1,
  };
  const text = written(name);
  if (text === name) return base;
  if (language !== 'javascript') return { ...base, apply: text };
  return {
    ...base,
    // A name that is none for JavaScript stands in brackets, without the dot that was typed.
    apply: (view, _completion, from, to) =>
      view.dispatch({ changes: { from: Math.max(0, from - 1), to, insert: `[${JSON.stringify(name)}]` } }),
  };
}

const functions: readonly Completion[] = jsonataFunctions.map(([name, takes, does]) => ({
  label: name,
  type: 'function',
  detail: `(${takes})`,
  info: does,
  apply: `${name}(`,
}));
