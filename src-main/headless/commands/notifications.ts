import { type Command, InvalidArgumentError } from 'commander';
import type { NotificationRulePlace } from '#shared/contract/notifications.ts';
import { fieldIssues, invalidInput } from '#shared/contract/field-issues.ts';
import {
  type Channel,
  type ChannelState,
  notificationKinds,
  NotificationRule,
} from '#shared/model/notification.ts';
import { didYouMean } from '#shared/edit-distance.ts';
import { problem } from '#shared/problem.ts';
import { printJson, type Shell, withClient, withService, wantsJson } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import { readCount } from '../option-values.ts';
import { tableText } from '../print-table.ts';

type Given = readonly [name: string, value: unknown];

/** What people are told of, and the rules that say so. */
export function addNotifications(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const notifications = program
    .command('notifications')
    .description(
      'what people are told of: failed calls, held lanes, long waits, refused calls, expiring keys',
    );

  notifications
    .command('list', { isDefault: true })
    .description('what rules found, newest first')
    .option('--limit <n>', 'how many', readCount, 100)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const found = await withClient(shell, command, (client) => client.notifications.list({ limit }));
      if (wantsJson(command)) return printJson(terminal, found);
      const rows = found.map(({ at, endedAt, rule, text, place }) => [at, endedAt ?? '', rule, text, place]);
      return terminal.print(tableText(['SINCE', 'OVER', 'RULE', 'WHAT', 'WHERE'], rows));
    });

  notifications
    .command('rules')
    .description('the rules, and how their channels do')
    .action(async (_options: object, command: Command) => {
      const found = await withClient(shell, command, (client) => client.notifications.rules());
      if (wantsJson(command)) return printJson(terminal, found);
      const rows = found.map(({ rule, channels, isIntegrationGone }) => [
        rule.name,
        rule.enabled ? rule.kind : `${rule.kind} (off)`,
        `${rule.integration ?? 'all'}${isIntegrationGone ? ' (deleted)' : ''}`,
        `${rule.quietMinutes} min`,
        channels.map(channelText).join('; '),
      ]);
      return terminal.print(tableText(['NAME', 'KIND', 'INTEGRATION', 'QUIET', 'CHANNELS'], rows));
    });

  notifications
    .command('set')
    .description('make a rule, or change some fields of one')
    .argument('<name>')
    .argument(
      '[field=value...]',
      `such as kind=failedCall quietMinutes=5 'channels=[{"kind":"desktop"}]'; kinds: ${notificationKinds.join(', ')}`,
      readGiven,
    )
    .action(async (name: string, given: readonly Given[] = [], _options: object, command: Command) => {
      const saved = await withClient(shell, command, async (client) => {
        const known = (await client.notifications.rules()).find(({ rule }) => rule.name === name)?.rule;
        return client.notifications.set({ rule: ruleOf(name, known, given) });
      });
      if (wantsJson(command)) return printJson(terminal, saved);
      return terminal.print(`${name} is set.\n`);
    });

  notifications
    .command('remove')
    .description('delete a rule')
    .argument('<name>')
    .action(async (name: string, _options: object, command: Command) => {
      await withClient(shell, command, (client) => client.notifications.remove({ name }));
      if (wantsJson(command)) return printJson(terminal, { name });
      return terminal.print(`${name} was removed.\n`);
    });

  notifications
    .command('test')
    .description('send a test over each channel of a rule; ends with 1 where one does not take it')
    .argument('<name>')
    .action(async (name: string, _options: object, command: Command) => {
      const tested = await withService(shell, command, async (client) => {
        const { rule } = placeOf(await client.notifications.rules(), name);
        const sent = rule.channels.map(async (channel) => ({
          channel,
          ...(await client.notifications.test({ channel })),
        }));
        return Promise.all(sent);
      });
      const failed = tested.filter(({ ok }) => !ok);
      if (failed.length > 0) {
        const lines = failed.map(({ channel, text }) => `${addressOf(channel)}: ${text}`);
        throw new CommandFailure(problem('connection_failed', { detail: lines.join('\n') }), { lines });
      }
      if (wantsJson(command)) return printJson(terminal, tested);
      return terminal.print(tested.map(({ channel, text }) => `${addressOf(channel)}: ${text}\n`).join(''));
    });
}

function readGiven(text: string, earlier: readonly Given[] = []): Given[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('A field is written name=value.');
  return [...earlier, [text.slice(0, at), valueOf(text.slice(at + 1))]];
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Another kind has other fields, so the rule begins anew with what all have. */
function ruleOf(
  name: string,
  known: NotificationRule | undefined,
  given: readonly Given[],
): NotificationRule {
  const change = Object.fromEntries(given);
  const { enabled, integration, channels, quietMinutes } = known ?? {};
  const before =
    'kind' in change && change['kind'] !== known?.kind
      ? { enabled, integration, channels, quietMinutes }
      : known;
  const read = NotificationRule.safeParse({ ...before, ...change, name });
  if (read.success) return read.data;
  throw new CommandFailure(invalidInput(fieldIssues(read.error.issues)));
}

function placeOf(places: readonly NotificationRulePlace[], name: string): NotificationRulePlace {
  const found = places.find(({ rule }) => rule.name === name);
  if (found !== undefined) return found;
  const names = places.map(({ rule }) => rule.name);
  const detail = `There is no rule ${name}.${didYouMean(name, names)}`;
  throw new CommandFailure(problem('rule_not_found', { detail }));
}

function addressOf(channel: Channel): string {
  switch (channel.kind) {
    case 'desktop':
      return 'desktop';
    case 'webhook':
      return channel.url;
    case 'email':
      return `${channel.connection} to ${channel.to.join(', ')}`;
  }
}

function channelText({ channel, waiting, lastError }: ChannelState): string {
  const waits = waiting > 0 ? `, ${waiting} waiting` : '';
  const fails = lastError === null ? '' : `, failed ${lastError.at}: ${lastError.text}`;
  return `${addressOf(channel)}${waits}${fails}`;
}
