// What a file says of the rules of notifications, held against what is kept.
import type { RuleChange } from '#main/ports/config-store.ts';
import { invalidInput } from '#shared/contract/field-issues.ts';
import type { InstallationFile, NamedChange } from '#shared/model/installation.ts';
import { firstRules, type NotificationRule } from '#shared/model/notification.ts';
import type { Problem } from '#shared/problem.ts';
import { changedFields } from './changed-fields.ts';
import type { CapabilityDeps } from './deps.ts';
import { isInFile } from './is-in-file.ts';
import { type Nameable, ruleFaults } from './rule-faults.ts';

export interface RulePlan extends RuleChange {
  readonly changes: readonly NamedChange[];
  /** Those that there will be. */
  readonly after: readonly NotificationRule[];
  /** With their paths in the file. */
  readonly problems: readonly Problem[];
}

type There = Pick<Nameable, 'values' | 'connections'>;

/** A file that does not speak of rules leaves them alone. Problems: `input_invalid`. */
export function planRules(
  file: Pick<InstallationFile, 'notifications' | 'integrations'>,
  prune: boolean,
  there: There,
  { notifications, registry }: Pick<CapabilityDeps, 'notifications' | 'registry'>,
): RulePlan {
  const known = new Map(notifications.rules().map((rule) => [rule.name, rule]));
  const rules = file.notifications ?? [];
  const kept = registry.all().map(({ integration }) => integration);
  const integrations = [...(prune ? kept.filter((one) => isInFile(one, file)) : kept), ...file.integrations];
  const issues = rules.flatMap((rule, at) =>
    ruleFaults(rule, { ...there, integrations }).map((issue) => ({
      ...issue,
      path: ['notifications', at, ...issue.path],
    })),
  );
  const changes = rules.map((rule): NamedChange => {
    const { name } = rule;
    const before = known.get(name);
    const fields = before === undefined ? [] : changedFields(before, rule);
    return { name, action: before === undefined ? 'create' : fields.length > 0 ? 'update' : 'keep', fields };
  });
  const named = new Set(rules.map(({ name }) => name));
  const isGiven = file.notifications !== undefined;
  const removes = prune && isGiven ? [...known.keys()].filter((name) => !named.has(name)) : [];
  const saved = rules.filter((_, at) => changes[at]?.action !== 'keep');
  const left = [...known.values()].filter(({ name }) => !named.has(name) && !removes.includes(name));
  return {
    changes: [...changes, ...removes.map((name) => ({ action: 'delete' as const, name, fields: [] }))],
    saves: saved.map((rule) => ({ id: rule.name, document: JSON.stringify(rule) })),
    removes,
    after: [...left, ...rules],
    problems: issues.length === 0 ? [] : [invalidInput(issues)],
  };
}

/** The rules as a file has them; left out where they are those that every installation begins with. */
export function rulesInFile(rules: readonly NotificationRule[]): Pick<InstallationFile, 'notifications'> {
  const inOrder = (all: readonly NotificationRule[]) =>
    all.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  const isFirst = changedFields({ rules: inOrder(rules) }, { rules: inOrder(firstRules) }).length === 0;
  return isFirst ? {} : { notifications: inOrder(rules) };
}
