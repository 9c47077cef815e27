import { isAllowed, type Role } from '#shared/model/access.ts';
import { invalidInput } from '#shared/contract/field-issues.ts';
import type { Channel } from '#shared/model/notification.ts';
import { type FieldIssue, problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import { commitSave } from './commit-save.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { installedIn } from './installed-in.ts';
import { isThere } from './keep-names.ts';
import { channelFaults, ruleFaults } from './rule-faults.ts';

export function notificationCapability(deps: CapabilityDeps) {
  const os = answering.notifications;
  const { notifications, registry, inTurn } = deps;

  const there = () => installedIn(deps.environment, deps.settings.current());
  const integrations = () => registry.all().map(({ integration }) => integration);

  function refuseFaults(issues: readonly FieldIssue[], within: string): void {
    const faults = issues.map((issue) => ({ ...issue, path: [within, ...issue.path] }));
    if (faults.length > 0) throw toFailure(invalidInput(faults));
  }

  return {
    list: os.list.handler(({ input }) => notifications.list(input.limit)),
    watch: os.watch.handler(({ signal }) => notifications.watch(signal)),
    rules: os.rules.handler(({ context }) => {
      const shown = (channel: Channel) => shownTo(context.signedIn.role, channel);
      return notifications.rules().map((rule) => ({
        rule: { ...rule, channels: rule.channels.map(shown) },
        channels: notifications.stateOf(rule).map((state) => ({ ...state, channel: shown(state.channel) })),
        isIntegrationGone: rule.integration !== null && !isThere(rule.integration, integrations()),
      }));
    }),
    set: os.set.handler(({ input: { rule } }) =>
      inTurn(async () => {
        refuseFaults(ruleFaults(rule, { ...there(), integrations: integrations() }), 'rule');
        const saves = [{ id: rule.name, document: JSON.stringify(rule) }];
        valueOf(await commitSave({ notifications: { saves, removes: [] } }, deps));
        return rule;
      }),
    ),
    remove: os.remove.handler(({ input: { name } }) =>
      inTurn(async () => {
        if (notifications.rules().every((rule) => rule.name !== name)) {
          throw toFailure(problem('rule_not_found', { detail: `There is no rule ${name}.` }));
        }
        valueOf(await commitSave({ notifications: { saves: [], removes: [name] } }, deps));
        return {};
      }),
    ),
    test: os.test.handler(({ input: { channel } }) => {
      refuseFaults(channelFaults(channel, there()), 'channel');
      return notifications.test(channel);
    }),
  };
}

/** The address of a webhook often holds what lets its holder in. */
const shownTo = (role: Role, channel: Channel): Channel =>
  channel.kind === 'webhook' && !isAllowed(role, 'operator')
    ? { ...channel, url: new URL(channel.url).origin }
    : channel;
