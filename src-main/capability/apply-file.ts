// Brings the installation to what a file says: all of it in one transaction, or nothing.
import type { Keyring } from '#main/call/keyring.ts';
import type { Registry } from '#main/call/registry.ts';
import { AuthenticationDraft } from '#shared/model/auth.ts';
import type {
  ConsumerChange,
  InstallationChange,
  InstallationFile,
  MadeKey,
} from '#shared/model/installation.ts';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import { type AnySecret, mapSecrets } from '#shared/model/map-secrets.ts';
import { pathText } from '#shared/path.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { changedFields } from './changed-fields.ts';
import { commitSave } from './commit-save.ts';
import type { CapabilityDeps } from './deps.ts';
import { leftOutOf } from './left-out.ts';
import { planConsumers } from './plan-consumers.ts';
import { resolveConsumers } from './resolve-consumers.ts';
import { prepareSave, type PreparedSave } from './prepare-save.ts';

export interface Applied {
  readonly changes: InstallationChange[];
  readonly consumers: ConsumerChange[];
  readonly madeKeys: MadeKey[];
}

interface How {
  readonly dryRun: boolean;
  readonly prune: boolean;
}

interface Plan {
  readonly changes: InstallationChange[];
  readonly saves: PreparedSave[];
}

/**
 * Problems, with the path in the file: `integration_ambiguous`, `address_taken`, `input_invalid`,
 * `key_not_found`; and `calls_waiting` where an integration that would be deleted has calls.
 */
export async function applyFile(
  file: InstallationFile,
  how: How,
  deps: CapabilityDeps,
): Promise<Result<Applied>> {
  const unreadable = await firstUnreadable(file, deps);
  if (unreadable !== null) return refuse(unreadable);
  return deps.inTurn(() => changeTo(file, how, deps));
}

async function changeTo(
  file: InstallationFile,
  { dryRun, prune }: How,
  deps: CapabilityDeps,
): Promise<Result<Applied>> {
  const consumers = planConsumers(file.consumers, prune, deps);
  if (!consumers.ok) return consumers;
  const { saves: consumerSaves, removes: consumerRemoves, after } = consumers.value;
  const planned = plan(file, { ...deps, consumers: after });
  if (!planned.ok) return planned;
  const { changes, saves } = planned.value;
  const named = new Set(saves.map(({ integration }) => integration.id));
  const surplus = prune ? unnamed(file, named, deps.registry) : [];
  const busy = surplus.find(({ id }) => deps.lanes.waitingIn(id) + deps.lanes.runningIn(id) > 0);
  if (busy !== undefined) {
    return refuse(
      problem('calls_waiting', { detail: `${busy.name} has waiting calls, so it is not deleted.` }),
    );
  }
  changes.push(...surplus.map(({ name, code }) => ({ action: 'delete' as const, name, code, fields: [] })));
  const said = { changes, consumers: [...consumers.value.changes] };
  const count = saves.length + surplus.length + consumerSaves.length + consumerRemoves.length;
  if (dryRun || count === 0) return ok({ ...said, madeKeys: [] });
  const change = {
    saves,
    removes: surplus.map(({ id }) => id),
    consumers: { saves: consumerSaves, removes: consumerRemoves },
  };
  const committed = await commitSave(change, deps);
  if (!committed.ok) return committed;
  const ofConsumers = consumerSaves.flatMap(({ consumer: { label }, madeKey: key }) =>
    key === null ? [] : [{ integration: null, label, key }],
  );
  return ok({ ...said, madeKeys: [...ofConsumers, ...saves.flatMap(({ madeKeys }) => madeKeys)] });
}

/** The first expression or code of the file that cannot be read, with its path. */
async function firstUnreadable(file: InstallationFile, deps: CapabilityDeps): Promise<Problem | null> {
  for (const [at, entry] of file.integrations.entries()) {
    const [first] = await deps.checkProgram(entry);
    if (first === undefined) continue;
    const path = pathText(['integrations', at, ...first.path]);
    return problem('input_invalid', { path, detail: `${path}: ${first.message}` });
  }
  return null;
}

function plan(file: InstallationFile, deps: CapabilityDeps): Result<Plan> {
  const changes: InstallationChange[] = [];
  const saves: PreparedSave[] = [];
  const matchedIds = new Set<string>();
  for (const [at, entry] of file.integrations.entries()) {
    const path = `integrations[${at}]`;
    const matched = match(entry, deps.registry, path);
    if (!matched.ok) return matched;
    const current = matched.value;
    if (current !== null && matchedIds.has(current.id)) {
      const detail = `${path}.name: ${entry.name} stands in the file already.`;
      return refuse(problem('input_invalid', { path: `${path}.name`, detail }));
    }
    if (current !== null) matchedIds.add(current.id);
    const resolved = resolveConsumers(entry, deps.consumers);
    if (!resolved.ok) return refuse({ ...resolved.problem, path: `${path}.${resolved.problem.path}` });
    const draft = withKeptSecrets(resolved.value, current, deps.keyring);
    const fields = current === null ? [] : changedFields(draftOf(current), { ...draft, code: current.code });
    const action = current === null ? 'create' : fields.length === 0 ? 'keep' : 'update';
    changes.push({ action, name: entry.name, code: current?.code ?? entry.code ?? null, fields });
    if (action === 'keep') continue;
    const prepared = prepareSave(draft, current, deps);
    if (!prepared.ok) {
      return refuse({ ...prepared.problem, path: `${path}.${prepared.problem.path ?? 'name'}` });
    }
    saves.push(prepared.value);
  }
  return ok({ changes, saves });
}

/** By code and name, or by the name alone where the file gives no code. */
function match(entry: IntegrationDraft, registry: Registry, path: string): Result<Integration | null> {
  const { code, name } = entry;
  if (code !== undefined) return ok(registry.find(code, name)?.integration ?? null);
  const found = registry.all().filter(({ integration }) => integration.name === name);
  if (found.length > 1) {
    const detail = `${path}.name: ${name} fits ${found.map((live) => live.path.slice(1)).join(' and ')}; give the code.`;
    return refuse(problem('integration_ambiguous', { path: `${path}.name`, detail }));
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
  keyring: Keyring,
): IntegrationDraft {
  if (current === null) return entry;
  const kept = new Map<string, AnySecret>();
  mapSecrets(current.trigger.authentication, (secret, { of }) => {
    kept.set(`${of.kind} ${secret.label}`, secret);
    return secret;
  });
  const authentication = mapSecrets(entry.trigger.authentication, (secret, { of, valueField }) => {
    const own = kept.get(`${of.kind} ${secret.label}`);
    if (own?.id === undefined) return secret;
    const { id } = own;
    const { [valueField]: value, overlapDays, ...rest } = { ...leftOutOf(own), ...secret };
    const isSame = typeof value !== 'string' || keyring.get(id)?.digest === keyring.digest(value);
    if (isSame) return { ...rest, id };
    return { ...rest, id, [valueField]: value, ...(overlapDays === undefined ? {} : { overlapDays }) };
  });
  return {
    ...entry,
    trigger: { ...entry.trigger, authentication: AuthenticationDraft.parse(authentication) },
  };
}

function unnamed(file: InstallationFile, saved: ReadonlySet<string>, registry: Registry): Integration[] {
  const isNamed = ({ code, name }: Integration) =>
    file.integrations.some(
      (entry) => entry.name === name && (entry.code === undefined || entry.code === code),
    );
  return registry
    .all()
    .map(({ integration }) => integration)
    .filter((integration) => !saved.has(integration.id) && !isNamed(integration));
}
