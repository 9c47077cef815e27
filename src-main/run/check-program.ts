// What can be known of an integration without running it: whether each expression and each piece of code can be read,
// and whether the names in expressions mean something there.
import { Script } from 'node:vm';
import type { FieldIssue } from '#shared/problem.ts';
import type { Step } from '#shared/model/step.ts';
import type { TriggerDraft } from '#shared/model/trigger.ts';
import { namesIn } from './names-in.ts';
import { StepFailure, wordsOf } from './step-failure.ts';
import { split } from './value.ts';

type Path = FieldIssue['path'];

/** The fields whose text cannot be read, or names what is not there, in the order they stand. */
export function checkProgram(program: {
  readonly trigger: Pick<TriggerDraft, 'orderedDelivery'>;
  readonly dataProcessing?: string | undefined;
  readonly workflow: readonly Step[];
}): FieldIssue[] {
  const { trigger, dataProcessing, workflow } = program;
  const by = trigger.orderedDelivery === false ? null : trigger.orderedDelivery.by;
  return [
    ...(by === null ? [] : issueOf(['trigger', 'orderedDelivery', 'by'], () => checkExpression(by, null))),
    ...(dataProcessing === undefined || dataProcessing.trim() === ''
      ? []
      : issueOf(['dataProcessing'], () => checkExpression(dataProcessing, null))),
    ...workflow.flatMap((step, at) =>
      checkStep(
        step,
        ['workflow', at],
        workflow.slice(0, at).map(({ name }) => name),
      ),
    ),
  ];
}

/** By what a field is, not by what kind its step is, so that a new kind is checked too. */
function checkStep(step: Step, path: Path, before: Before): FieldIssue[] {
  return Object.entries(step).flatMap(([field, value]: [string, unknown]) => {
    const at = [...path, field];
    if (typeof value === 'string' && (field === 'when' || field === 'expression')) {
      return issueOf(at, () => checkExpression(value, before));
    }
    if (typeof value === 'string' && field === 'code') {
      // Compiled as the body of a function, and never run.
      return issueOf(at, () => new Script(`(async function () {\n${value}\n})`));
    }
    return field === 'name' || field === 'kind' ? [] : checkValue(value, at, before);
  });
}

function checkValue(value: unknown, path: Path, before: Before): FieldIssue[] {
  if (typeof value === 'string') {
    return issueOf(path, () => {
      for (const [at, part] of split(value).entries()) if (at % 2 === 1) checkExpression(part, before);
    });
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value) as [string, unknown][];
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'from' && typeof only[1] === 'string') {
    const expression = only[1];
    return issueOf(path, () => checkExpression(expression, before));
  }
  return entries.flatMap(([key, inner]) =>
    checkValue(inner, [...path, Array.isArray(value) ? Number(key) : key], before),
  );
}

/** The steps that have run when an expression is evaluated; null before the workflow begins. */
type Before = readonly string[] | null;

const namesOfCall = ['query', 'headers', 'body', 'bodyError', 'call', 'env'];
const namesOfStep = [...namesOfCall, 'input', 'steps'];

/** Throws a StepFailure that says what is wrong with it. A name that means nothing would be nothing in every call. */
function checkExpression(text: string, before: Before): void {
  const known = before === null ? namesOfCall : namesOfStep;
  for (const { name, member } of namesIn(text)) {
    if (!known.includes(name)) {
      throw new StepFailure(`There is no ${name} here; there are ${listOf(known.filter(isOffered))}.`);
    }
    if (name === 'steps' && member !== null && before?.includes(member) === false) {
      const named = before.length === 0 ? 'it is the first' : `there are ${listOf(before)}`;
      throw new StepFailure(`No step before this one is named ${member}; ${named}.`);
    }
  }
}

/** The environment is empty so far, so nobody is led to it. */
const isOffered = (name: string): boolean => name !== 'env';

const listOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

function issueOf(path: Path, read: () => unknown): FieldIssue[] {
  try {
    read();
    return [];
  } catch (error) {
    return [{ path, message: wordsOf(error) }];
  }
}
