import type { BodyQuestion } from '#main/ports/run.ts';
import { checksBodies } from '#shared/model/body-contract.ts';
import type { Trigger } from '#shared/model/trigger.ts';

/** What a trigger asks about bodies; null where it asks nothing. */
export const bodyQuestionOf = (trigger: Trigger): BodyQuestion | null =>
  checksBodies(trigger)
    ? {
        kind: 'check',
        bodyMustBe: trigger.bodyMustBe,
        bodySchema: trigger.bodySchemaCheck === 'off' ? null : trigger.bodySchema,
      }
    : null;
