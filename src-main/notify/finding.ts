// What a rule found, as it is kept: with what people were told of it, so that a restart tells nothing twice.
import { z } from 'zod';
import { Notification, type NotificationKind } from '#shared/model/notification.ts';
import { notificationText } from '#shared/model/notification-words.ts';

export const Finding = Notification.omit({ text: true, at: true, changedAt: true, endedAt: true }).extend({
  /** What it is about, so that it is known again; calls that failed are one subject. */
  subject: z.string(),
  labels: z.array(z.string()),
  bound: z.number().nullable(),
  /** Of failed calls, as far as it is known. */
  times: z.object({ sinceMs: z.number(), untilMs: z.number() }).nullable(),
  atMs: z.number(),
  changedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  /** Of its count, how many people were told of. */
  toldCount: z.number(),
  toldAtMs: z.number().nullable(),
  /** Whoever was told that it began was told that it ended too, or needs no such word. */
  isEndTold: z.boolean(),
});
export type Finding = z.infer<typeof Finding>;

/** Something that is so at this moment. */
export interface Found {
  readonly subject: string;
  readonly count: number;
  readonly integrations: readonly string[];
  readonly labels: readonly string[];
  readonly bound: number | null;
  readonly place: string;
}

/** When the first and the last of some calls were received. */
export interface Times {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Calls of one integration that failed since it was last asked. */
export interface FailedCalls {
  /** Null where it is not known of which they are. */
  readonly integrationId: string | null;
  /** `code/name`; empty where it is not known of which they are. */
  readonly address: string;
  readonly integration: string;
  readonly count: number;
  readonly lastId: string | null;
  readonly times: Times | null;
}

/** These pass by; all others begin and end. */
export const passes = (kind: NotificationKind): boolean => kind === 'failedCall';

/** Nobody is told when they end: that is somebody's doing, and no relief to others. */
export const endsUntold = (kind: NotificationKind): boolean => passes(kind) || kind === 'expiringKey';

export const isoOf = (ms: number): string => new Date(ms).toISOString();

export function notificationOf(finding: Finding): Notification {
  const { id, rule, kind, count, integrations, place, atMs, changedAtMs, endedAtMs } = finding;
  const text = notificationText({ ...finding, foundAtMs: atMs }, endedAtMs !== null);
  return {
    id,
    rule,
    kind,
    text,
    count,
    integrations,
    place,
    at: isoOf(atMs),
    changedAt: isoOf(changedAtMs),
    endedAt: endedAtMs === null ? null : isoOf(endedAtMs),
  };
}
