// What a rule of notifications names has to be there: an integration, a secret, a mail connection.
import { isThere } from './keep-names.ts';
import type { FieldIssue } from '#shared/problem.ts';
import type { Channel, NotificationRule } from '#shared/model/notification.ts';
import type { ConnectionKind } from '#shared/model/connection.ts';

/** What there is, or will be. */
export interface Nameable {
  readonly values: readonly string[];
  readonly connections: Readonly<Record<string, ConnectionKind>>;
  /** A code that is not made yet is left out. */
  readonly integrations: readonly { readonly code?: string | undefined; readonly name: string }[];
}

export function ruleFaults(rule: NotificationRule, there: Nameable): FieldIssue[] {
  const { integration, channels } = rule;
  const issues: FieldIssue[] = channels.flatMap((channel, at) =>
    channelFaults(channel, there).map((issue) => ({ ...issue, path: ['channels', at, ...issue.path] })),
  );
  if (integration !== null && !isThere(integration, there.integrations)) {
    const message = `There is no integration ${integration}; give a name, or code/name.`;
    issues.push({ path: ['integration'], message });
  }
  return issues;
}

export function channelFaults(
  channel: Channel,
  { values, connections }: Pick<Nameable, 'values' | 'connections'>,
): FieldIssue[] {
  if (channel.kind === 'webhook' && !values.includes(channel.secret)) {
    const message = `The environment has no ${channel.secret}: make it there first, a secret such as whsec_ and 32 random bytes as base64.`;
    return [{ path: ['secret'], message }];
  }
  if (channel.kind === 'email' && connections[channel.connection] !== 'smtp') {
    const message = `There is no SMTP connection ${channel.connection}: make it in the environment first.`;
    return [{ path: ['connection'], message }];
  }
  return [];
}

/** The rules that cannot do without a value, or a connection. */
export const rulesWith = (
  rules: readonly NotificationRule[],
  what: 'secret' | 'connection',
  name: string,
): NotificationRule[] =>
  rules.filter(({ channels }) => channels.some((one) => what in one && Reflect.get(one, what) === name));
