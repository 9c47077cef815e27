// What can be known of an integration without running it: whether each expression and each piece of code can be read.
import { Script } from 'node:vm';
import type { FieldIssue } from '#shared/problem.ts';
import type { Step } from '#shared/model/step.ts';
import type { TriggerDraft } from '#shared/model/trigger.ts';
import { compile } from './expression.ts';
import { wordsOf } from './step-failure.ts';
import { split } from './value.ts';

type Path = FieldIssue['path'];

/** The fields whose text cannot be read, in the order they stand. */
export function checkProgram(program: {
  readonly trigger: Pick<TriggerDraft, 'orderedDelivery'>;
  readonly dataProcessing?: string | undefined;
  readonly workflow: readonly Step[];
}): FieldIssue[] {
  const { trigger, dataProcessing, workflow } = program;
  const by = trigger.orderedDelivery === false ? null : trigger.orderedDelivery.by;
  return [
    ...(by === null ? [] : issueOf(['trigger', 'orderedDelivery', 'by'], () => compile(by))),
    ...(dataProcessing === undefined || dataProcessing.trim() === ''
      ? []
      : issueOf(['dataProcessing'], () => compile(dataProcessing))),
    ...workflow.flatMap((step, at) => checkStep(step, ['workflow', at])),
  ];
}

/** By what a field is, not by what kind its step is, so that a new kind is checked too. */
function checkStep(step: Step, path: Path): FieldIssue[] {
  return Object.entries(step).flatMap(([field, value]: [string, unknown]) => {
    const at = [...path, field];
    if (typeof value === 'string' && (field === 'when' || field === 'expression')) {
      return issueOf(at, () => compile(value));
    }
    if (typeof value === 'string' && field === 'code') {
      // Compiled as the body of a function, and never run.
      return issueOf(at, () => new Script(`(async function () {\n${value}\n})`));
    }
    return field === 'name' || field === 'kind' ? [] : checkValue(value, at);
  });
}

function checkValue(value: unknown, path: Path): FieldIssue[] {
  if (typeof value === 'string') {
    return issueOf(path, () => {
      for (const [at, part] of split(value).entries()) if (at % 2 === 1) compile(part);
    });
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value) as [string, unknown][];
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'from' && typeof only[1] === 'string') {
    const expression = only[1];
    return issueOf(path, () => compile(expression));
  }
  return entries.flatMap(([key, inner]) =>
    checkValue(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function issueOf(path: Path, read: () => unknown): FieldIssue[] {
  try {
    read();
    return [];
  } catch (error) {
    return [{ path, message: wordsOf(error) }];
  }
}
