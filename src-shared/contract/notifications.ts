import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Channel, ChannelState, Notification, NotificationRule, Telling } from '../model/notification.ts';
import { ConnectionTest } from './connections.ts';
import { operator, support } from './role.ts';

/** A rule, and how each of its channels does. */
export const NotificationRulePlace = z.object({
  rule: NotificationRule,
  channels: z.array(ChannelState),
  /** It is about an integration that was deleted, so that it finds nothing. */
  isIntegrationGone: z.boolean(),
});
export type NotificationRulePlace = z.infer<typeof NotificationRulePlace>;

/** What changed in the list, newest first, and what the desktop app is to show; the first batch is the whole list. */
export const NotificationBatch = z.object({
  notifications: z.array(Notification),
  told: z.array(Telling),
});
export type NotificationBatch = z.infer<typeof NotificationBatch>;

/** Problems: `rule_not_found`, `input_invalid`. */
export const notifications = {
  list: support
    .route({ method: 'GET', path: '/notifications', summary: 'What rules found, newest first' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }))
    .output(z.array(Notification)),
  watch: support
    .route({ method: 'GET', path: '/notifications/watch', summary: 'The same, and what changes in it' })
    .output(eventIterator(NotificationBatch)),
  rules: support
    .route({
      method: 'GET',
      path: '/notifications/rules',
      summary: 'The rules by name, and how their channels do; only an operator sees whole addresses',
    })
    .output(z.array(NotificationRulePlace)),
  set: operator
    .route({ method: 'PUT', path: '/notifications/rules', summary: 'Make or change a rule' })
    .input(z.object({ rule: NotificationRule }))
    .output(NotificationRule),
  remove: operator
    .route({ method: 'DELETE', path: '/notifications/rules/{name}', summary: 'Delete a rule' })
    .input(z.object({ name: z.string() }))
    .output(z.object({})),
  /** Waits for what becomes of it, once; a webhook is answered, a mail taken, a desktop app shows it. */
  test: operator
    .route({
      method: 'POST',
      path: '/notifications/test',
      summary: 'Send a test over a channel, kept or not',
    })
    .input(z.object({ channel: Channel }))
    .output(ConnectionTest),
};
