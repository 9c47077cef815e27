// A dry run holds back what others would notice. A step that goes beyond its thread does so by `wait`, or says so by
// `willBeNoticed`: that is where it is stopped, after it has said what it was given.
import type { Rehearsal } from '#main/ports/run.ts';
import type { StandIn } from '#shared/model/call.ts';
import { heldBack } from '#shared/model/held-back.ts';
import type { Step } from '#shared/model/step.ts';

/** Thrown in place of what a step would have done beyond its thread. */
export class HeldBack extends Error {
  override readonly name = 'HeldBack';
}

export const isHeldBack = ({ kind, name }: Step, rehearsal: Rehearsal | undefined): boolean =>
  rehearsal !== undefined && heldBack[kind] && !rehearsal.send.includes(name);

/** What the steps after it see in place of its result. `place`: see `Running`. */
export function standInFor(
  { name }: Step,
  { typed, captured }: Rehearsal,
  place: string,
): { readonly standIn: StandIn; readonly value: unknown } {
  if (Object.hasOwn(typed, name)) return { standIn: 'typed', value: typed[name] };
  const at = `${place}${name}`;
  if (Object.hasOwn(captured, at)) return { standIn: 'captured', value: captured[at] };
  return { standIn: 'nothing', value: undefined };
}
