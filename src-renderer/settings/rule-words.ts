// Rules of notifications as people read them, and what a new one begins with.
import type { z } from 'zod';
import { initialOf, kindOf } from '#renderer/ui/schema-fields.ts';
import {
  type Channel,
  type NotificationKind,
  type NotificationRule,
  type NotificationRuleInput,
  ruleSchemas,
} from '#shared/model/notification.ts';
import { durationText } from '#shared/model/notification-words.ts';

export const ruleKinds: readonly { readonly kind: NotificationKind; readonly title: string }[] =
  ruleSchemas.map((schema) => ({ ...kindOf(schema), kind: schema.shape.kind.value }));

export function ruleSchema(kind: NotificationKind): z.ZodObject {
  const found = ruleSchemas.find(({ shape }) => shape.kind.value === kind);
  if (found === undefined) throw new Error(`The kind ${kind} is not in the schema.`);
  return found;
}

/** One to be filled in; what all kinds have stays as it was typed. */
export function newRule(
  kind: NotificationKind,
  typed: Partial<Pick<NotificationRuleInput, 'name' | 'integration' | 'channels' | 'quietMinutes'>> = {},
): NotificationRuleInput {
  const rule: unknown = {
    ...initialOf(ruleSchema(kind)),
    name: '',
    integration: null,
    channels: [],
    ...typed,
  };
  return rule as NotificationRuleInput;
}

/** When it tells, in a few words. */
export function conditionText(rule: NotificationRule): string {
  switch (rule.kind) {
    case 'failedCall':
      return 'a call failed';
    case 'heldLane':
      return 'a lane is held';
    case 'waitingAge':
      return `a call waits longer than ${durationText(rule.overSeconds)}`;
    case 'refusedShare':
      return `more than ${rule.overPercent} % of ${rule.atLeastCalls} calls or more are refused within ${durationText(rule.withinMinutes * 60)}`;
    case 'expiringKey':
      return `an API key expires within ${durationText(rule.withinDays * 86_400)}`;
  }
}

export function channelText(channel: Channel): string {
  switch (channel.kind) {
    case 'desktop':
      return 'Desktop app';
    case 'webhook':
      return `Webhook to ${new URL(channel.url).host}`;
    case 'email':
      return `Email to ${channel.to.join(', ')}`;
  }
}
