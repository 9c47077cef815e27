// Who sends what to which lanes in a crash run.
import type { CrashPoint } from '#main/crash-point.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { draft } from '#test/support/runtime.ts';
import type { LaneRule } from './check.ts';
import { effects } from './sink.ts';

export interface LanePlan extends LaneRule {
  /** How many send at the same time; each waits for its answer before it sends again. */
  readonly producers: number;
  /** A repeated key gets the answer to the first call with it, so that producers may ask again until they are heard. */
  readonly knowsKeys: boolean;
}

const plain = {
  ordered: true,
  concurrency: 1,
  atMostOnce: false,
  producers: 1,
  knowsKeys: true,
} satisfies LanePlan;

/** Ordered, by a key, and parallel; at least and at most once. */
export const lanes = {
  oA: { ...plain, producers: 4 },
  oB: plain,
  o1C: { ...plain, atMostOnce: true },
  kK: { ...plain, ordered: 'byKey', concurrency: 4, producers: 2 },
  pA: { ...plain, ordered: false, concurrency: 4 },
  p1B: { ...plain, ordered: false, concurrency: 4, atMostOnce: true },
} satisfies Record<string, LanePlan>;

/** Where lives may die, beside random moments. */
export const dyingPoints: readonly CrashPoint[] = [
  'before_commit',
  'after_commit',
  'before_answer',
  'after_start',
  'before_finish',
  'after_finish',
];

export const draftOf = (name: string, plan: LanePlan, sinkUrl: string): IntegrationDraftInput =>
  draft(
    name,
    {
      orderedDelivery: plan.ordered === 'byKey' ? { by: 'query.key' } : plan.ordered,
      concurrency: plan.ordered === true ? 1 : plan.concurrency,
      delivery: plan.atMostOnce ? 'atMostOnce' : 'atLeastOnce',
      idempotency: plan.knowsKeys ? {} : false,
    },
    { workflow: effects(sinkUrl) },
  );
