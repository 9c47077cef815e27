// Looks at a draft while it is typed: what each of its expressions gives for a sample, and what is wrong with which. It
// goes on after a fault, and holds back what others would notice. It runs where a dry run does.
import type { DraftLook, ExecutionOutcome, Program } from '#main/ports/run.ts';
import type { ExpressionFault, Preview } from '#shared/model/preview.ts';
import { Step } from '#shared/model/step.ts';
import type { AnyValue } from '#shared/model/step-value.ts';
import { beginStep, type Surroundings } from './begin-step.ts';
import {
  checkProcessing,
  checkStep,
  innerOf,
  isExpressionField,
  isPlainField,
  nameOf,
} from './check-program.ts';
import { beginExecution, endOf, type State } from './execute.ts';
import { isTrue } from './expression.ts';
import type { Execution } from './messages.ts';
import { namesIn } from './names-in.ts';
import { toPlain } from './plain.ts';
import { processData } from './process-data.ts';
import { runStep } from './run-step.ts';
import { itemScope } from './scope.ts';
import { sketchOf } from './sketch-of.ts';
import { StepFailure, toldOf } from './step-failure.ts';
import { listOf } from './steps/for-each.ts';
import type { Strip } from './strip-secrets.ts';
import { traceOf } from './trace.ts';
import { createTraceRoom } from './trace-room.ts';
import { fillValue, hasExpression } from './value.ts';

/** More of a value nobody reads beside its field. */
const maxValueBytes = 4 * 1024;

interface Found extends Pick<Preview, 'values' | 'faults'> {
  /** The first item of each list, by the name of the step that goes over it, and what the steps inside gave for it. */
  readonly items: Record<string, unknown>;
  readonly inner: Record<string, unknown>;
}

export async function preview(
  program: Program,
  look: DraftLook,
  execution: Execution,
  around: Surroundings,
): Promise<ExecutionOutcome> {
  const state = beginExecution(program, execution, around);
  const found: Found = { values: [], faults: [], items: Object.create(null), inner: Object.create(null) };
  await lookAtProcessing(look, state, found);
  const names: string[] = [];
  for (const [at, step] of look.workflow.entries()) {
    around.enter(at);
    const path = ['workflow', at];
    const { installed } = around.environment;
    const faults = checkStep(step, path, { before: names, isInside: false, installed });
    found.faults.push(...faults.filter((fault) => !isBlank(textAt(step, fault.path.slice(path.length)))));
    if (look.evaluates) await lookAtStep(step, path, state, found);
    names.push(...nameOf(step));
  }
  const { values, faults } = found;
  return {
    ...endOf(state, null),
    lookJson: JSON.stringify({ values, faults, sketch: sketchScope(state, found) }),
  };
}

async function lookAtProcessing(
  { dataProcessing, evaluates }: DraftLook,
  state: State,
  { values, faults }: Found,
): Promise<void> {
  const path = ['dataProcessing'];
  const { installed } = state.around.environment;
  const { strip } = state;
  faults.push(...checkProcessing(dataProcessing, installed));
  if (!evaluates) return;
  try {
    await processData(dataProcessing, state);
    values.push({ path, value: traceOf(state.scope.input, strip, maxValueBytes) });
  } catch (error) {
    note(faults, path, error, strip);
  }
}

async function lookAtStep(
  step: object,
  path: ExpressionFault['path'],
  state: State,
  found: Found,
): Promise<void> {
  const { strip } = state.around.environment;
  const whole = Step.safeParse(step);
  const run = beginStep(whole.data ?? unfinished, state, false);
  for (const [field, value] of whenFirst(step)) {
    const at = [...path, field];
    try {
      const isExpression = isExpressionField(field) && typeof value === 'string';
      if (field === 'steps' || isBlank(value)) continue;
      if (!isExpression && (isPlainField(field) || !hasExpression(value))) continue;
      const without = new Set<string>();
      const evaluate = (text: string) => {
        for (const { name, member } of namesIn(text)) {
          if (name === 'steps' && member !== null && state.scope.steps[member] === undefined)
            without.add(member);
        }
        return run.evaluate(text);
      };
      const filled = isExpression ? await evaluate(value) : await fillValue(value as AnyValue, evaluate);
      const given = traceOf(toPlain(filled).value, strip, maxValueBytes);
      found.values.push({ path: at, value: given, ...(without.size > 0 && { without: [...without] }) });
      // For this sample the rest of it means nothing.
      if (field === 'when' && !isTrue(filled)) break;
      if (field === 'items') await lookInside(step, path, listOf(toPlain(filled).value)[0], state, found);
    } catch (error) {
      note(found.faults, at, error, strip, isOneText(value));
    }
  }
  if (whole.success) state.traces.push((await runStep(whole.data, state, false)).trace);
}

/** The steps inside of one, for the first item of its list: what they give for it says what they are like. */
async function lookInside(
  step: object,
  path: ExpressionFault['path'],
  item: unknown,
  state: State,
  found: Found,
): Promise<void> {
  const [name = ''] = nameOf(step);
  found.items[name] = item;
  if (item === undefined) return;
  const scope = itemScope(state.scope, item, 0);
  const inside: State = {
    ...state,
    scope,
    traces: [],
    place: `${state.place}${name}[0].`,
    room: createTraceRoom(),
  };
  for (const [at, one] of innerOf(step).entries()) {
    await lookAtStep(one, [...path, 'steps', at], inside, found);
    for (const inner of nameOf(one)) found.inner[inner] = scope.steps[inner];
  }
}

/** Nothing was typed yet: that is no mistake in what was typed, and the form asks for it in its own words. */
const isBlank = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.trim() === ''
    : typeof value === 'object' && value !== null && 'from' in value && value.from === '';

const textAt = (value: unknown, [first, ...rest]: ExpressionFault['path']): unknown =>
  first === undefined || typeof value !== 'object' || value === null
    ? value
    : textAt(Reflect.get(value, first), rest);

/** Stands in for a step of which something is missing still: its expressions are evaluated all the same. */
const unfinished: Step = Step.parse({ name: 'unfinished', kind: 'transform', expression: '$' });

const whenFirst = (step: object): [field: string, value: unknown][] =>
  Object.entries(step).sort(([one], [other]) => Number(other === 'when') - Number(one === 'when'));

/** What is known to be wrong without a sample is not said a second time. */
function note(
  faults: ExpressionFault[],
  path: ExpressionFault['path'],
  error: unknown,
  strip: Strip,
  hasPlace = true,
): void {
  const isKnown = faults.some((one) => path.every((part, at) => one.path[at] === part));
  if (isKnown) return;
  const place = hasPlace && error instanceof StepFailure ? error.place : null;
  faults.push({ path, message: toldOf(error, strip), place });
}

/** Only then is it known which text a place is meant in. */
const isOneText = (value: unknown): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' && value !== null && 'from' in value && typeof value.from === 'string');

/** Values of the environment may be secret: their names are enough. */
function sketchScope(
  { scope: { env, ...scope }, around }: State,
  { items, inner }: Found,
): Preview['sketch'] {
  const { strip } = around.environment;
  const names = Object.fromEntries(Object.getOwnPropertyNames(env).map((name) => [name, null]));
  return {
    ...Object.fromEntries(
      Object.entries({ ...scope, steps: { ...inner, ...scope.steps }, items }).map(([name, value]) => [
        name,
        sketchOf(value, strip),
      ]),
    ),
    env: names,
  };
}
