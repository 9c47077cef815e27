// Steps that call an integration and rules about one say its name. They go on meaning the same one when names change.
import { allSteps, type Step, type Workflow } from '#shared/model/step.ts';
import type { NotificationRule } from '#shared/model/notification.ts';

export interface Named {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface Calling extends Named {
  readonly workflow: Workflow;
}

/** By its name, or by `code/name`; null where there is none, or several. */
export function meantBy<T extends Named>(reference: string, all: readonly T[]): T | null {
  const found = all.filter((one) => one.name === reference || addressOf(one) === reference);
  return found.length === 1 ? found[0]! : null;
}

/** As `code/name`. */
export const addressOf = ({ code, name }: Named): string => `${code}/${name}`;

/** Names of integrations that its steps call. */
const calledIn = (workflow: Workflow): string[] =>
  allSteps(workflow).flatMap((step) => (step.kind === 'call' ? [step.integration] : []));

/** Others that call this one. */
export const callersOf = <T extends Calling>({ id }: Named, all: readonly T[]): T[] =>
  all.filter(
    (one) => one.id !== id && calledIn(one.workflow).some((reference) => meantBy(reference, all)?.id === id),
  );

/** The same one's name among others than before, said as it was: by name alone, if that is enough. */
function newName(reference: string, before: readonly Named[], after: readonly Named[]): string {
  const meant = meantBy(reference, before);
  const now = meant === null ? undefined : after.find(({ id }) => id === meant.id);
  if (now === undefined || meantBy(reference, after)?.id === now.id) return reference;
  const isShort = !reference.includes('/') && meantBy(now.name, after) !== null;
  return isShort ? now.name : addressOf(now);
}

const withCalls = (steps: readonly Step[], nameOf: (reference: string) => string): Step[] =>
  steps.map((step) => {
    if (step.kind === 'call') return { ...step, integration: nameOf(step.integration) };
    return step.kind === 'forEach' ? { ...step, steps: withCalls(step.steps, nameOf) } : step;
  });

/** Those that have to say another name to call whom they called, with steps that do. Who is saved anyhow says it itself. */
export function renamedCallers<T extends Calling>(
  before: readonly T[],
  after: readonly T[],
  saved: Named,
): { readonly caller: T; readonly workflow: Workflow }[] {
  const nameOf = (reference: string) => newName(reference, before, after);
  return after
    .filter(
      ({ id, workflow }) =>
        id !== saved.id && calledIn(workflow).some((reference) => nameOf(reference) !== reference),
    )
    .map((caller) => ({ caller, workflow: withCalls(caller.workflow, nameOf) }));
}

/** Those that have to say another name to be about the integration they were about. */
export const renamedRules = (
  rules: readonly NotificationRule[],
  before: readonly Named[],
  after: readonly Named[],
): NotificationRule[] =>
  rules.flatMap((rule) => {
    const { integration } = rule;
    // One that is about several of one name goes on being about those that have it.
    if (integration === null || isThere(integration, after)) return [];
    const next = newName(integration, before, after);
    return next === integration ? [] : [{ ...rule, integration: next }];
  });

/** Whether a rule about it is about any. */
export const isThere = (
  integration: string,
  all: readonly { readonly code?: string | undefined; readonly name: string }[],
): boolean => all.some(({ code, name }) => name === integration || `${code ?? ''}/${name}` === integration);
