// What can be known of an integration without running it: whether each expression and each piece of code can be read,
// and whether the names in expressions mean something there.
import { Script } from 'node:vm';
import { connectionKindsOf } from '#shared/model/connection-kinds.ts';
import type { Installed } from '#shared/model/installed.ts';
import type { ExpressionFault } from '#shared/model/preview.ts';
import type { Step } from '#shared/model/step.ts';
import type { TriggerDraft } from '#shared/model/trigger.ts';
import { compileSchema } from './body/compile-schema.ts';
import { namesIn } from './names-in.ts';
import { moved, type Place, StepFailure, wordsOf } from './step-failure.ts';
import { isWithin, whyNoFolder, whyNoProgram } from './permissions.ts';
import { split, startsOf } from './value.ts';

type Path = ExpressionFault['path'];

/** The fields whose text cannot be read, or names what is not there, in the order they stand. */
export function checkProgram(
  program: {
    readonly trigger: Pick<TriggerDraft, 'orderedDelivery'> & Partial<Pick<TriggerDraft, 'bodySchema'>>;
    readonly dataProcessing?: string | undefined;
    readonly workflow: readonly Step[];
  },
  installed: Installed,
): ExpressionFault[] {
  const { trigger, dataProcessing, workflow } = program;
  const by = trigger.orderedDelivery === false ? null : trigger.orderedDelivery.by;
  const atFirst: Known = { before: null, isInside: false, installed };
  return [
    ...(by === null ? [] : faultOf(['trigger', 'orderedDelivery', 'by'], () => checkExpression(by, atFirst))),
    ...checkSchema(trigger.bodySchema ?? null),
    ...checkProcessing(dataProcessing, installed),
    ...checkSteps(workflow, ['workflow'], { before: [], isInside: false, installed }),
  ];
}

const checkSchema = (schema: TriggerDraft['bodySchema']): ExpressionFault[] =>
  schema === null ? [] : faultOf(['trigger', 'bodySchema'], () => compileSchema(schema));

export const checkProcessing = (expression: string | undefined, installed: Installed): ExpressionFault[] =>
  expression === undefined || expression.trim() === ''
    ? []
    : faultOf(['dataProcessing'], () =>
        checkExpression(expression, { before: null, isInside: false, installed }),
      );

function checkSteps(steps: readonly object[], path: Path, { before, ...known }: Known): ExpressionFault[] {
  const names = [...(before ?? [])];
  return steps.flatMap((step, at) => {
    const faults = checkStep(step, [...path, at], { ...known, before: [...names] });
    names.push(...nameOf(step));
    return faults;
  });
}

/** Of a step that may be unfinished. */
export const nameOf = (step: object): readonly string[] =>
  'name' in step && typeof step.name === 'string' ? [step.name] : [];

/** The steps inside of one, which may be unfinished. */
export const innerOf = (step: object): readonly object[] =>
  'steps' in step && Array.isArray(step.steps)
    ? step.steps.filter((one: unknown): one is object => typeof one === 'object' && one !== null)
    : [];

/** By what a field is, not by what kind its step is, so that a new kind is checked too. */
export function checkStep(step: object, path: Path, known: Known): ExpressionFault[] {
  return Object.entries(step).flatMap(([field, value]: [string, unknown]) => {
    const at = [...path, field];
    if (typeof value === 'string' && isExpressionField(field)) {
      return faultOf(at, () => checkExpression(value, known));
    }
    if (typeof value === 'string' && field === 'code') return faultOf(at, () => checkCode(value));
    if (typeof value === 'string' && field === 'connection') {
      return faultOf(at, () => checkConnection(value, step, known.installed));
    }
    if (typeof value === 'string' && field === 'program') {
      return faultOf(at, () => checkPermitted(known.installed.commands.includes(value), whyNoProgram(value)));
    }
    if (typeof value === 'string' && field === 'folder') {
      const isIn = known.installed.folders.some((folder) => isWithin(value, folder));
      return faultOf(at, () => checkPermitted(isIn, whyNoFolder(value)));
    }
    if (field === 'steps') return checkSteps(innerOf(step), at, { ...known, isInside: true });
    return isPlainField(field) ? [] : checkValue(value, at, known);
  });
}

export const isExpressionField = (field: string): boolean => ['when', 'expression', 'items'].includes(field);
/** They hold no expression, whatever they look like. */
export const isPlainField = (field: string): boolean =>
  ['name', 'kind', 'code', 'integration'].includes(field);

function checkValue(value: unknown, path: Path, known: Known): ExpressionFault[] {
  if (typeof value === 'string') {
    return faultOf(path, () => {
      const expressions = split(value).filter((_part, at) => at % 2 === 1);
      for (const [at, start] of startsOf(value).entries()) {
        checkExpression(expressions[at] ?? '', known, start);
      }
    });
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value) as [string, unknown][];
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'from' && typeof only[1] === 'string') {
    const expression = only[1];
    return faultOf(path, () => checkExpression(expression, known));
  }
  return entries.flatMap(([key, inner]) =>
    checkValue(inner, [...path, Array.isArray(value) ? Number(key) : key], known),
  );
}

/** What can be named at a place. */
export interface Known {
  /** The steps that have run when an expression is evaluated; null before the workflow begins. */
  readonly before: readonly string[] | null;
  /** Whether it is in the steps for each item of a list. */
  readonly isInside: boolean;
  readonly installed: Installed;
}

const namesOfCall = ['query', 'headers', 'body', 'bodyError', 'call', 'env'];
const namesOfStep = [...namesOfCall, 'input', 'steps'];
const namesOfItem = [...namesOfStep, 'item', 'index'];

/** Throws a StepFailure that says what is wrong with it. A name that means nothing would be nothing in every call. */
function checkExpression(text: string, { before, isInside, installed: { values } }: Known, start = 0): void {
  if (text.trim() === '') throw new StepFailure('An expression is required.');
  const known = before === null ? namesOfCall : isInside ? namesOfItem : namesOfStep;
  for (const { name, member, nameEnd, memberEnd } of references(text, start)) {
    if (!known.includes(name)) {
      throw new StepFailure(`There is no ${name} here; there are ${listOf(known)}.`, {
        place: endingAt(nameEnd, name, start),
      });
    }
    if (name === 'steps' && member !== null && before?.includes(member) === false) {
      const named = before.length === 0 ? 'it is the first' : `there are ${listOf(before)}`;
      throw new StepFailure(`No step before this one is named ${member}; ${named}.`, {
        place: endingAt(memberEnd, member, start),
      });
    }
    if (name === 'env' && member !== null && !values.includes(member)) {
      throw new StepFailure(`The environment has no ${member}; ${offered(values)}.`, {
        place: endingAt(memberEnd, member, start),
      });
    }
  }
}

function checkConnection(name: string, step: object, { connections }: Installed): void {
  const kindOfStep = 'kind' in step ? step.kind : null;
  const kinds = Object.entries(connectionKindsOf).find(([kind]) => kind === kindOfStep)?.[1] ?? [];
  const fitting = Object.entries(connections)
    .filter(([, kind]) => kinds.some((one) => one === kind))
    .map(([one]) => one);
  const kind = Object.hasOwn(connections, name) ? connections[name] : undefined;
  if (kind === undefined) throw new StepFailure(`There is no connection ${name}; ${offered(fitting)}.`);
  if (!fitting.includes(name)) {
    throw new StepFailure(`The connection ${name} is of the kind ${kind}; this needs ${kinds.join(', ')}.`);
  }
}

function checkPermitted(isPermitted: boolean, why: string): void {
  if (!isPermitted) throw new StepFailure(why);
}

function references(text: string, start: number): ReturnType<typeof namesIn> {
  try {
    return namesIn(text);
  } catch (error) {
    if (!(error instanceof StepFailure) || error.place === null || start === 0) throw error;
    throw new StepFailure(error.message, { place: moved(error.place, start) });
  }
}

const endingAt = (end: number | null, name: string, start: number): Place | null =>
  end === null ? null : { from: start + Math.max(0, end - name.length), to: start + end };

const offered = (names: readonly string[]): string =>
  names.length === 0 ? 'there is none yet' : `there are ${listOf(names)}`;

const listOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** Compiled as the body of a function, and never run. */
function checkCode(code: string): Script {
  try {
    return new Script(`(async function () {\n${code}\n})`, { filename: 'code' });
  } catch (error) {
    throw new StepFailure(wordsOf(error), { place: placeInCode(error, code) });
  }
}

/** Above its message the engine shows the line and, below that, marks the place in it. */
function placeInCode(error: unknown, code: string): Place | null {
  const [head = '', , marks = ''] = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const line = Number(/^code:(\d+)$/.exec(head)?.[1]) - 2;
  const lines = code.split('\n');
  const text = lines[line];
  if (text === undefined) return null;
  const start = lines.slice(0, line).join('\n').length + (line === 0 ? 0 : 1);
  const [, indent = '', carets = ''] = /^( *)(\^+)/.exec(marks) ?? [];
  return carets === ''
    ? { from: start, to: start + text.length }
    : { from: start + indent.length, to: start + indent.length + carets.length };
}

function faultOf(path: Path, read: () => unknown): ExpressionFault[] {
  try {
    read();
    return [];
  } catch (error) {
    return [{ path, message: wordsOf(error), place: error instanceof StepFailure ? error.place : null }];
  }
}
