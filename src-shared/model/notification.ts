// What people are told of while they look elsewhere: rules that say what is worth it, and what came of them. Neither ever
// holds anything of a body, nor a secret: names, counts and places only.
import { z } from 'zod';
import { ConnectionName } from './connection/every-connection.ts';
import { chosenName } from './environment.ts';

const Webhook = z
  .strictObject({
    kind: z.literal('webhook'),
    url: z
      .url({ protocol: /^https?$/, message: 'Give an address that begins with http:// or https://.' })
      .max(2_000)
      .meta({ title: 'Address' }),
    /** What requests are signed with, as Standard Webhooks say. */
    secret: chosenName('Choose or make a signing secret.').meta({ title: 'Signing secret' }),
  })
  .meta({ title: 'Webhook' });

const Email = z
  .strictObject({
    kind: z.literal('email'),
    connection: ConnectionName.meta({ title: 'Connection' }),
    to: z
      .array(z.email('This is no mail address.'))
      .min(1, 'Give at least one address.')
      .max(50)
      .meta({ title: 'To', widget: 'lines' }),
  })
  .meta({ title: 'Email' });

/** Shown by the desktop app, where one runs and nobody looks at its window. */
const Desktop = z.strictObject({ kind: z.literal('desktop') }).meta({ title: 'Desktop app' });

export const channelSchemas = [Desktop, Webhook, Email] as const;
export const Channel = z.discriminatedUnion('kind', channelSchemas);
export type Channel = z.infer<typeof Channel>;
export type ChannelOf<K extends Channel['kind']> = Extract<Channel, { kind: K }>;

/** Names one channel of a rule: another address is another channel. */
export const channelKey = (channel: Channel): string =>
  channel.kind === 'webhook'
    ? `webhook ${channel.url}`
    : channel.kind === 'email'
      ? `email ${channel.connection} ${channel.to.join(',')}`
      : channel.kind;

const RuleName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'A name is one line.')
  .meta({ title: 'Name' });

/** What rules of all kinds have behind what their own kind has. */
const everyRule = {
  /** Its name, or code/name; null: all of them. */
  integration: z.string().min(1).max(110).nullable().default(null).meta({ title: 'Integration' }),
  /** Beside the list in the screens, where all of it stands. */
  channels: z.array(Channel).max(10).default([]),
  /** What comes sooner after the last word is told with the next. */
  quietMinutes: z.number().int().min(0).max(10_080).default(15).meta({ title: 'Quiet for (minutes)' }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
};

const FailedCall = z
  .strictObject({ kind: z.literal('failedCall'), name: RuleName, ...everyRule })
  .meta({ title: 'A call failed' });

const HeldLane = z
  .strictObject({ kind: z.literal('heldLane'), name: RuleName, ...everyRule })
  .meta({ title: 'A lane is held' });

const WaitingAge = z
  .strictObject({
    kind: z.literal('waitingAge'),
    name: RuleName,
    overSeconds: z
      .number()
      .int()
      .min(1)
      .max(30 * 86_400)
      .default(300)
      .meta({ title: 'Longer than (seconds)' }),
    ...everyRule,
  })
  .meta({ title: 'A call waits too long' });

const RefusedShare = z
  .strictObject({
    kind: z.literal('refusedShare'),
    name: RuleName,
    overPercent: z.number().min(0).max(99.9).default(20).meta({ title: 'More than (percent)' }),
    withinMinutes: z.number().int().min(1).max(1_440).default(10).meta({ title: 'Within (minutes)' }),
    /** Fewer calls in that time say nothing. */
    atLeastCalls: z.number().int().min(1).max(1_000_000).default(20).meta({ title: 'Of at least (calls)' }),
    /** `each`: every integration is looked at by itself. */
    of: z.enum(['together', 'each']).default('together').meta({ title: 'Calls are counted' }),
    ...everyRule,
  })
  .meta({ title: 'Many calls are refused' });

const ExpiringKey = z
  .strictObject({
    kind: z.literal('expiringKey'),
    name: RuleName,
    withinDays: z.number().int().min(1).max(365).default(14).meta({ title: 'Within (days)' }),
    ...everyRule,
  })
  .meta({ title: 'An API key expires' });

/** One for each kind of condition, in the order in which they are offered. */
export const ruleSchemas = [FailedCall, HeldLane, WaitingAge, RefusedShare, ExpiringKey] as const;
export const NotificationRule = z.discriminatedUnion('kind', ruleSchemas);
export type NotificationRule = z.infer<typeof NotificationRule>;
export type NotificationRuleInput = z.input<typeof NotificationRule>;
export type NotificationKind = NotificationRule['kind'];
export type RuleOf<K extends NotificationKind> = Extract<NotificationRule, { kind: K }>;
export const notificationKinds = ruleSchemas.map(({ shape }) => shape.kind.value);

/** What an installation begins with. The migration of the store has them too. */
export const firstRules: readonly NotificationRule[] = [
  { kind: 'failedCall', name: 'Failed calls', channels: [{ kind: 'desktop' }], quietMinutes: 5 },
  { kind: 'heldLane', name: 'Held lanes', channels: [{ kind: 'desktop' }], quietMinutes: 5 },
  { kind: 'expiringKey', name: 'Expiring API keys', quietMinutes: 1_440 },
].map((rule) => NotificationRule.parse(rule));

const Kind = z.enum(notificationKinds);

/** Something that a rule found, as the list shows it. */
export const Notification = z.object({
  id: z.uuid(),
  rule: z.string(),
  kind: Kind,
  text: z.string(),
  /** Calls that failed or wait, lanes that are held; 1 where there is nothing to count. */
  count: z.number().int(),
  /** Names of integrations; empty where it is of none, or of all. */
  integrations: z.array(z.string()),
  /** Where the screens show it, as the address has it after `#`. */
  place: z.string(),
  at: z.iso.datetime(),
  /** When there was last something new about it. */
  changedAt: z.iso.datetime(),
  /** When it was over; null while it lasts, and where it was over at once. */
  endedAt: z.iso.datetime().nullable(),
});
export type Notification = z.infer<typeof Notification>;

/** One word to people: several findings of a rule may be in it. */
export const Telling = z.object({
  /** The same for each attempt to deliver it. */
  id: z.uuid(),
  type: z.enum(['notification.begun', 'notification.ended', 'notification.test']),
  at: z.iso.datetime(),
  rule: z.string(),
  /** Null for a test. */
  kind: Kind.nullable(),
  text: z.string(),
  count: z.number().int(),
  integrations: z.array(z.string()),
  place: z.string(),
});
export type Telling = z.infer<typeof Telling>;

/** How a channel of a rule does. */
export const ChannelState = z.object({
  channel: Channel,
  /** How many words wait to be delivered. */
  waiting: z.number().int(),
  lastSentAt: z.iso.datetime().nullable(),
  /** Null since one was delivered. */
  lastError: z.object({ at: z.iso.datetime(), text: z.string(), attempts: z.number().int() }).nullable(),
});
export type ChannelState = z.infer<typeof ChannelState>;
