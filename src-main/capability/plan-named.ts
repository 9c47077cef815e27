// What a file says of the environment, the connections and the rules of notifications, held against what is kept.
import type { Registry } from '#main/call/registry.ts';
import type { KeptNamed } from '#main/ports/config-store.ts';
import { type Connection, ConnectionEntry } from '#shared/model/connection.ts';
import { splitConnection } from '#shared/model/connection-secrets.ts';
import type { InstallationFile, NamedChange } from '#shared/model/installation.ts';
import type { Installed } from '#shared/model/installed.ts';
import { type Problem, problem } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';
import { changedFields } from './changed-fields.ts';
import type { CapabilityDeps } from './deps.ts';
import { isBeyondFolder, prepareConnection, prepareValue } from './prepare-named.ts';
import { planRules, type RulePlan } from './plan-rules.ts';
import { rulesWith } from './rule-faults.ts';
import { type User, usersOfConnection, usersOfValue } from './users-of.ts';

interface Plan {
  readonly changes: readonly NamedChange[];
  readonly saves: readonly KeptNamed[];
  /** Names. */
  readonly removes: readonly string[];
  /** With their paths in the file. */
  readonly problems: readonly Problem[];
}

export interface NamedPlan {
  readonly environment: Plan;
  readonly connections: Plan;
  readonly notifications: RulePlan;
  readonly problems: readonly Problem[];
  /** How many of them change or go. */
  readonly count: number;
  /** What integrations may name then. */
  readonly after: Pick<Installed, 'values' | 'connections'>;
  /** Whether it changes what only an operator may. */
  readonly needsOperator: boolean;
}

/** A file that does not speak of them leaves them alone. Problems: those of `prepareValue`, `prepareConnection` and `planRules`. */
export function planNamed(
  file: Pick<InstallationFile, 'environment' | 'connections' | 'notifications' | 'integrations'>,
  { prune, by }: { readonly prune: boolean; readonly by: string },
  deps: Pick<CapabilityDeps, 'environment' | 'status' | 'now' | 'notifications' | 'registry'>,
): NamedPlan {
  const { environment } = deps;
  const { dataFolder } = deps.status();
  const around = { environment, dataFolder, nowMs: deps.now(), by };
  const values = environment.entries().map(({ name }) => name);
  const known = new Map(environment.connections().map(({ connection }) => [connection.name, connection]));
  const ofValues = plan(file.environment, values, prune, 'environment', (draft) => {
    const prepared = prepareValue(draft, around);
    if (!prepared.ok) return prepared;
    return { ok: true, value: prepared.value && { ...prepared.value, fields: [prepared.value.field] } };
  });
  const ofConnections = plan(file.connections, [...known.keys()], prune, 'connections', (draft) => {
    const prepared = prepareConnection(draft, around);
    if (!prepared.ok) return prepared;
    const { connection } = ConnectionEntry.parse(JSON.parse(prepared.value.document));
    const fields = [
      ...changedFields(known.get(draft.name) ?? {}, connection),
      ...changedSecrets(draft, environment.open(draft.name) ?? null),
    ];
    return { ok: true, value: fields.length === 0 ? null : { kept: prepared.value, fields } };
  });
  const left = ({ saves, removes }: Plan, names: Iterable<string>) =>
    [...new Set([...names, ...saves.map(({ id }) => id)])].filter((name) => !removes.includes(name));
  for (const connection of file.connections ?? []) known.set(connection.name, connection);
  const after = {
    values: left(ofValues, values),
    connections: Object.fromEntries(
      left(ofConnections, known.keys()).flatMap((name) => {
        const kind = known.get(name)?.kind;
        return kind === undefined ? [] : [[name, kind]];
      }),
    ),
  };
  const ofRules = planRules(file, prune, after, deps);
  return {
    environment: ofValues,
    connections: ofConnections,
    notifications: ofRules,
    problems: [ofValues, ofConnections, ofRules].flatMap(({ problems }) => problems),
    count: [ofValues, ofConnections, ofRules].reduce(
      (sum, { saves, removes }) => sum + saves.length + removes.length,
      0,
    ),
    after,
    needsOperator:
      ofRules.saves.length + ofRules.removes.length > 0 ||
      (file.connections ?? []).some(
        (one) => isBeyondFolder(one, dataFolder) && ofConnections.saves.some(({ id }) => id === one.name),
      ),
  };
}

/** What would go though an integration that stays as it is, or a rule of notifications, names it. Problems: `value_used`, `connection_used`. */
export function usedYet(
  { environment, connections, notifications }: NamedPlan,
  changed: ReadonlySet<string>,
  registry: Registry,
): Problem | null {
  const rulesFor = (...of: ['secret' | 'connection', string]) => rulesWith(notifications.after, ...of);
  const staying = (users: readonly User[]) => users.filter(({ id }) => !changed.has(id));
  for (const name of environment.removes) {
    const [user] = [...staying(usersOfValue(name, registry)), ...rulesFor('secret', name)];
    if (user !== undefined) {
      return problem('value_used', { path: 'environment', detail: `${user.name} names env.${name}.` });
    }
  }
  for (const name of connections.removes) {
    const [user] = [...staying(usersOfConnection(name, registry)), ...rulesFor('connection', name)];
    if (user !== undefined) {
      return problem('connection_used', { path: 'connections', detail: `${user.name} goes over ${name}.` });
    }
  }
  return null;
}

function plan<Draft extends { readonly name: string }>(
  drafts: readonly Draft[] | undefined,
  names: readonly string[],
  prune: boolean,
  where: 'environment' | 'connections',
  prepare: (draft: Draft) => Result<{ readonly kept: KeptNamed; readonly fields: readonly string[] } | null>,
): Plan {
  const changes: NamedChange[] = [];
  const saves: KeptNamed[] = [];
  const problems: Problem[] = [];
  for (const [at, draft] of (drafts ?? []).entries()) {
    const { name } = draft;
    const prepared = prepare(draft);
    if (!prepared.ok) {
      problems.push(under(prepared.problem, where, at));
      continue;
    }
    const isKnown = names.includes(name);
    if (prepared.value !== null) saves.push(prepared.value.kept);
    const action = prepared.value === null ? 'keep' : isKnown ? 'update' : 'create';
    changes.push({ action, name, fields: action === 'update' ? [...(prepared.value?.fields ?? [])] : [] });
  }
  const named = new Set(drafts?.map(({ name }) => name));
  const removes = prune && drafts !== undefined ? names.filter((name) => !named.has(name)) : [];
  changes.push(...removes.map((name) => ({ action: 'delete' as const, name, fields: [] })));
  return { changes, saves, removes, problems };
}

const under = ({ issues, path = 'name', ...why }: Problem, where: string, at: number): Problem => ({
  ...why,
  path: `${where}[${at}].${path}`,
  ...(issues === undefined
    ? {}
    : { issues: issues.map((issue) => ({ ...issue, path: [where, at, ...issue.path] })) }),
});

function changedSecrets(draft: Connection, kept: Connection | null): string[] {
  const before = kept === null ? {} : splitConnection(kept).secrets;
  return Object.entries(splitConnection(draft).secrets)
    .filter(([path, value]) => before[path] !== value)
    .map(([path]) => path);
}
