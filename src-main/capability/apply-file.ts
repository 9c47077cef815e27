// Brings the installation to what a file says: all of it in one transaction, or nothing.
import type { Registry } from '#main/call/registry.ts';
import { addressOf } from '#shared/example-address.ts';
import { invalidInput } from '#shared/contract/field-issues.ts';
import { AuthenticationDraft } from '#shared/model/auth.ts';
import type {
  ConsumerChange,
  InstallationChange,
  InstallationFile,
  MadeKey,
  NamedChange,
  SettingChange,
} from '#shared/model/installation.ts';
import type { Installed } from '#shared/model/installed.ts';
import type { Settings } from '#shared/model/setting.ts';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import { type AnySecret, mapSecrets } from '#shared/model/map-secrets.ts';
import { type FieldIssue, problem, type Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { asKept } from './as-kept.ts';
import { changedFields } from './changed-fields.ts';
import { commitSave } from './commit-save.ts';
import type { CapabilityDeps } from './deps.ts';
import { isInFile } from './is-in-file.ts';
import { lostCalls } from './lost-calls.ts';
import { newFaults } from './new-faults.ts';
import { planConsumers } from './plan-consumers.ts';
import { type NamedPlan, planNamed, usedYet } from './plan-named.ts';
import { resolveConsumers } from './resolve-consumers.ts';
import { prepareSave, type PreparedSave } from './prepare-save.ts';
import { planSettings } from './settings-file.ts';
import { together } from './together.ts';

export interface Applied {
  readonly changes: InstallationChange[];
  readonly consumers: ConsumerChange[];
  readonly environment: NamedChange[];
  readonly connections: NamedChange[];
  readonly notifications: NamedChange[];
  readonly settings: SettingChange[];
  readonly madeKeys: MadeKey[];
}

interface How {
  readonly dryRun: boolean;
  readonly prune: boolean;
  /** The label of whoever asks. */
  readonly savedBy: string;
  /** Throws where whoever asks may not change settings, or name files of this machine. */
  refuseSettings(): void;
}

/** Where it is called is known only when the settings are as the file says. */
type PlannedChange = Omit<InstallationChange, 'url'> & {
  /** Null where it will have no address, or one that is not known yet. */
  readonly at: Integration | null;
};

interface Plan {
  readonly changes: PlannedChange[];
  readonly saves: PreparedSave[];
  /** With their paths in the file; where there are any, nothing of it is applied. */
  readonly problems: Problem[];
}

/**
 * Problems, with the path in the file, all that are found at once: `integration_ambiguous`, `input_invalid`,
 * `consumer_not_found`, `key_not_found`; `address_taken`; and `calls_waiting` where an integration that would be deleted has calls.
 */
export async function applyFile(
  file: InstallationFile,
  how: How,
  deps: CapabilityDeps,
): Promise<Result<Applied>> {
  return deps.inTurn(async () => {
    const named = planNamed(file, { prune: how.prune, by: how.savedBy }, deps);
    const wrong = together(named.problems);
    if (wrong !== null) return refuse(wrong);
    const faults = await faultsIn(file, named.after, deps);
    if (faults.length > 0) return refuse(invalidInput(faults));
    return changeTo(file, how, named, deps);
  });
}

async function changeTo(
  file: InstallationFile,
  { dryRun, prune, savedBy, refuseSettings }: How,
  named: NamedPlan,
  deps: CapabilityDeps,
): Promise<Result<Applied>> {
  const settings = planSettings(file.settings, deps.settings.current());
  const under = { ...deps, settings: { ...deps.settings, current: () => settings.next } };
  const consumers = planConsumers(file.consumers, prune, under);
  const { saves: consumerSaves, removes: consumerRemoves, after } = consumers;
  const planned = plan(file, dryRun, { ...under, consumers: after });
  // Whoever names a consumer that is at fault is not.
  const ofIntegrations = consumers.problems.length > 0 ? consumers.problems : planned.problems;
  const refused = together([...settings.problems, ...ofIntegrations]);
  if (refused !== null) return refuse(refused);
  const { changes, saves } = planned;
  const saved = new Set(saves.map(({ integration }) => integration.id));
  const surplus = prune ? unnamed(file, saved, deps.registry) : [];
  const busy = surplus.find(({ id }) => deps.lanes.waitingIn(id) + deps.lanes.runningIn(id) > 0);
  if (busy !== undefined) {
    return refuse(
      problem('calls_waiting', { detail: `${busy.name} has waiting calls, so it is not deleted.` }),
    );
  }
  const gone = new Set([...saved, ...surplus.map(({ id }) => id)]);
  const lost = together(lostCalls(file, { saves, gone, registry: deps.registry }));
  if (lost !== null) return refuse(lost);
  const stillUsed = usedYet(named, gone, deps.registry);
  if (stillUsed !== null) return refuse(stillUsed);
  changes.push(
    ...surplus.map(({ name, code }) => ({ action: 'delete' as const, name, code, at: null, fields: [] })),
  );
  const said = (madeKeys: MadeKey[]): Result<Applied> => {
    const status = deps.status();
    return ok({
      changes: changes.map(({ at, ...change }) => ({
        ...change,
        url: at === null ? null : addressOf(status, at),
      })),
      consumers: [...consumers.changes],
      environment: [...named.environment.changes],
      connections: [...named.connections.changes],
      notifications: [...named.notifications.changes],
      settings: settings.changes,
      madeKeys,
    });
  };
  const areSet = settings.changes.length > 0;
  const others = saves.length + surplus.length + consumerSaves.length + consumerRemoves.length;
  const count = others + named.count;
  if (dryRun || (count === 0 && !areSet)) return said([]);
  const change = {
    saves: saves.map((save) => ({ ...save, savedBy })),
    removes: surplus.map(({ id }) => id),
    consumers: { saves: consumerSaves, removes: consumerRemoves },
    environment: named.environment,
    connections: named.connections,
    notifications: named.notifications,
  };
  if (areSet || named.needsOperator) refuseSettings();
  const committed = areSet ? await commitUnder(settings.next, change, deps) : await commitSave(change, deps);
  if (!committed.ok) return committed;
  const ofConsumers = consumerSaves.flatMap(({ consumer: { label }, madeKey: key }) =>
    key === null ? [] : [{ integration: null, label, key }],
  );
  return said([...ofConsumers, ...saves.flatMap(({ madeKeys }) => madeKeys)]);
}

/** Puts a change on disk together with settings that the listeners follow before. */
async function commitUnder(
  settings: Settings,
  change: Parameters<typeof commitSave>[0],
  deps: CapabilityDeps,
): Promise<Result<unknown>> {
  let isReached = false;
  const done = await deps.settings.apply(settings, () => {
    isReached = true;
    return commitSave({ ...change, settings }, deps);
  });
  if (done.ok || isReached) return done;
  return refuse({ ...done.problem, path: `settings.${done.problem.path ?? 'http.port'}` });
}

/** What the file would make wrong in expressions and code. */
async function faultsIn(
  file: InstallationFile,
  named: NamedPlan['after'],
  deps: CapabilityDeps,
): Promise<FieldIssue[]> {
  // Those that the file itself would make.
  const { commands, folders } = planSettings(file.settings, deps.settings.current()).next;
  const installed: Installed = { ...named, commands, folders };
  const found = await Promise.all(
    file.integrations.map(async (entry, at) => {
      const matched = match(entry, deps.registry);
      const kept = matched.ok ? (matched.value ?? undefined) : undefined;
      const faults = await newFaults(entry, kept, installed, deps);
      return faults.map(({ path, message }) => ({ path: ['integrations', at, ...path], message }));
    }),
  );
  return found.flat();
}

function plan(file: InstallationFile, dryRun: boolean, deps: CapabilityDeps): Plan {
  const changes: PlannedChange[] = [];
  const saves: PreparedSave[] = [];
  const problems: Problem[] = [];
  const matchedIds = new Set<string>();
  for (const [at, entry] of file.integrations.entries()) {
    const path = `integrations[${at}]`;
    const planned = planEntry(entry, matchedIds, deps);
    if (!planned.ok) {
      const { problem: why } = planned;
      problems.push({ ...why, path: `${path}.${why.path ?? 'name'}` });
      continue;
    }
    const { current, fields, save } = planned.value;
    const { name } = entry;
    // A code that is made now is another one when the file is applied.
    const isKnown = current !== null || entry.code !== undefined || !dryRun;
    const kept = save?.integration ?? current;
    changes.push({
      action: current === null ? 'create' : save === null ? 'keep' : 'update',
      name,
      code: isKnown && kept !== null ? kept.code : null,
      at: isKnown ? kept : null,
      fields,
    });
    if (save !== null) saves.push(save);
  }
  return { changes, saves, problems };
}

interface PlannedEntry {
  readonly current: Integration | null;
  /** The paths of what is to change. */
  readonly fields: string[];
  /** Null where nothing is. */
  readonly save: PreparedSave | null;
}

/** Problems, with the path in the entry: see `applyFile`. */
function planEntry(
  entry: IntegrationDraft,
  matchedIds: Set<string>,
  deps: CapabilityDeps,
): Result<PlannedEntry> {
  const matched = match(entry, deps.registry);
  if (!matched.ok) return matched;
  const current = matched.value;
  if (current !== null && matchedIds.has(current.id)) {
    return refuse(
      problem('input_invalid', { path: 'name', detail: `${entry.name} stands in the file already.` }),
    );
  }
  if (current !== null) matchedIds.add(current.id);
  const resolved = resolveConsumers(entry, deps.consumers);
  if (!resolved.ok) return resolved;
  const draft = withKeptSecrets(resolved.value, current, deps);
  const fields = current === null ? [] : changedFields(draftOf(current), { ...draft, code: current.code });
  if (current !== null && fields.length === 0) return ok({ current, fields, save: null });
  const prepared = prepareSave(draft, current, deps);
  return prepared.ok ? ok({ current, fields, save: prepared.value }) : prepared;
}

/** By code and name, or by the name alone where the file gives no code. */
function match(entry: IntegrationDraft, registry: Registry): Result<Integration | null> {
  const { code, name } = entry;
  if (code !== undefined) return ok(registry.find(code, name)?.integration ?? null);
  const found = registry.all().filter(({ integration }) => integration.name === name);
  if (found.length > 1) {
    const detail = `${name} fits ${found.map((live) => live.path.slice(1)).join(' and ')}; give the code.`;
    return refuse(problem('integration_ambiguous', { path: 'name', detail }));
  }
  return ok(found[0]?.integration ?? null);
}

/**
 * A secret of the file is the kept one of the same kind and label, unless the file gives another value; what the file
 * does not say of it stays as it is.
 */
function withKeptSecrets(
  entry: IntegrationDraft,
  current: Integration | null,
  { keyring, now }: Pick<CapabilityDeps, 'keyring' | 'now'>,
): IntegrationDraft {
  if (current === null) return entry;
  const around = { keyring, nowMs: now() };
  const kept = new Map<string, AnySecret>();
  mapSecrets(current.trigger.authentication, (secret, { of }) => {
    kept.set(`${of.kind} ${secret.label}`, secret);
    return secret;
  });
  const authentication = mapSecrets(entry.trigger.authentication, (secret, place) => {
    const own = kept.get(`${place.of.kind} ${secret.label}`);
    return own?.id === undefined ? secret : asKept(secret, { ...own, id: own.id }, place, around);
  });
  return {
    ...entry,
    trigger: { ...entry.trigger, authentication: AuthenticationDraft.parse(authentication) },
  };
}

const unnamed = (file: InstallationFile, saved: ReadonlySet<string>, registry: Registry): Integration[] =>
  registry
    .all()
    .map(({ integration }) => integration)
    .filter((integration) => !saved.has(integration.id) && !isInFile(integration, file));
