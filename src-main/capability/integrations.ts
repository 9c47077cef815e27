import { invalidInput } from '#shared/contract/field-issues.ts';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import { mapConsumers } from '#shared/model/consumers-of.ts';
import { apiKeysOf, keptIdsOf } from '#shared/model/secrets-of.ts';
import { withSecretsOf } from '#shared/model/map-secrets.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import { commitSave } from './commit-save.ts';
import type { CapabilityDeps, RpcContext } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { followNames } from './follow-names.ts';
import { installedIn } from './installed-in.ts';
import { addressOf, callersOf } from './keep-names.ts';
import { keyUses } from './key-use.ts';
import { newFaults } from './new-faults.ts';
import { sampleSchema } from './sample-schema.ts';
import { prepareSave, type PreparedSave } from './prepare-save.ts';

export function integrationCapability(deps: CapabilityDeps) {
  const os = answering.integrations;
  const { store, registry, keyring, lanes, inTurn } = deps;

  const inOrder = (): Integration[] =>
    registry
      .all()
      .map(({ integration }) => integration)
      .sort(byName);

  function current(id: string): Integration {
    const live = registry.get(id);
    if (live === undefined) throw toFailure(problem('integration_not_found'));
    return live.integration;
  }

  const save = ({ signedIn }: RpcContext, prepare: () => PreparedSave & { readonly restoredFrom?: number }) =>
    inTurn(async () => {
      const prepared = prepare();
      const { integration, madeKeys } = prepared;
      const { callers, rules } = followNames(integration, deps);
      const saves = [prepared, ...callers].map((one) => ({ ...one, savedBy: signedIn.label }));
      const committed = await commitSave({ saves, notifications: rules }, deps);
      // The one draft's address is its name, whichever place the save had.
      if (!committed.ok) throw toFailure({ ...committed.problem, path: 'name' });
      return {
        integration,
        madeKeys: [...madeKeys],
        callers: callers.map(({ integration: { id, code, name } }) => ({ id, code, name })),
      };
    });

  async function refuseFaults(draft: IntegrationDraft, kept?: Integration): Promise<void> {
    const found = await newFaults(draft, kept, installedIn(deps.environment, deps.settings.current()), deps);
    const issues = found.map(({ path, message }) => ({ path: ['draft', ...path], message }));
    if (issues.length > 0) throw toFailure(invalidInput(issues));
  }

  async function versionOf(id: string, version: number): Promise<Integration> {
    const found = await store.config.version({ id, version });
    if (found === null) throw toFailure(problem('version_not_found'));
    return found;
  }

  return {
    list: os.list.handler(inOrder),
    summaries: os.summaries.handler(inOrder),
    get: os.get.handler(({ input }) => current(input.id)),

    create: os.create.handler(async ({ input, context }) => {
      await refuseFaults(input.draft);
      return save(context, () => valueOf(prepareSave(input.draft, null, deps)));
    }),

    update: os.update.handler(async ({ input: { id, version, draft }, context }) => {
      await refuseFaults(draft, registry.get(id)?.integration);
      return save(context, () => {
        const known = current(id);
        if (version !== undefined && version !== known.version) {
          throw toFailure(problem('version_stale', { detail: 'Somebody saved this integration meanwhile.' }));
        }
        return valueOf(prepareSave(draft, known, deps));
      });
    }),

    remove: os.remove.handler(({ input: { id, cancelWaiting, breakCallers } }) =>
      inTurn(async () => {
        const { name } = current(id);
        const callers = callersOf(current(id), inOrder()).map(addressOf);
        if (callers.length > 0 && !breakCallers) {
          throw toFailure(problem('integration_called', { detail: whoCalls(callers, name) }));
        }
        if (lanes.waitingIn(id) + lanes.runningIn(id) > 0 && !cancelWaiting) {
          const detail = `${lanes.waitingIn(id)} calls of ${name} are waiting, ${lanes.runningIn(id)} are running.`;
          throw toFailure(problem('calls_waiting', { detail }));
        }
        return valueOf(await commitSave({ removes: [id] }, deps));
      }),
    ),

    versions: os.versions.handler(async ({ input }) => [
      ...(await store.config.versions(current(input.id).id)),
    ]),
    version: os.version.handler(({ input }) => versionOf(input.id, input.version)),

    restore: os.restore.handler(async ({ input: { id, version }, context }) => {
      const draft = draftOf(await versionOf(current(id).id, version));
      return save(context, () => {
        const known = current(id);
        const authentication = withSecretsOf(
          draft.trigger.authentication,
          draftOf(known).trigger.authentication,
        );
        // A consumer that was deleted since stays deleted.
        const letIn = mapConsumers(authentication, (ids) =>
          ids.filter((one) => deps.consumers.get(one) !== undefined),
        );
        const restored = {
          ...draft,
          trigger: { ...draft.trigger, authentication: letIn },
        };
        return { ...valueOf(prepareSave(restored, known, deps)), restoredFrom: version };
      });
    }),

    sampleSchema: os.sampleSchema.handler(({ input: { id, calls } }) =>
      sampleSchema(current(id), calls, deps),
    ),

    keys: os.keys.handler(async ({ input }) => {
      const wanted = input?.ids && new Set(input.ids);
      const found = inOrder().flatMap(({ id: integrationId, name: integration, code, trigger }) =>
        apiKeysOf(trigger.authentication)
          .filter(({ id }) => wanted?.has(id) !== false)
          .map((key) => ({ key, integrationId, integration, code })),
      );
      const days = await store.keyUse.days(wanted && found.flatMap(({ key }) => keptIdsOf(key)));
      const useOf = keyUses(days, deps.now());
      return found.map(
        ({ key: { id, label, hint, enabled, expiresAt, previous, isShownOnce }, ...place }) => ({
          id,
          label,
          hint,
          enabled,
          expiresAt,
          isShownOnce,
          previous: previous === null ? null : { ...previous, use: useOf(previous.id) },
          ...place,
          use: useOf(id),
        }),
      );
    }),

    keyLabels: os.keyLabels.handler(() => {
      const keys = registry.all().flatMap(({ integration }) => apiKeysOf(integration.trigger.authentication));
      return [...new Set([...keys, ...deps.consumers.all()].map(({ label }) => label))].sort();
    }),

    revealKey: os.revealKey.handler(({ input }) => {
      const key = keyring.reveal(input.id);
      if (key === undefined) {
        const isKnown = keyring.get(input.id) !== undefined;
        throw toFailure(problem(isKnown ? 'key_shown_once' : 'key_not_found'));
      }
      return { key };
    }),

    test: os.test.handler(async ({ input, signal }) => {
      const integration = current(input.id);
      // An HTTP client is much to hold for what few ask for.
      const { sendTestCall } = await import('./send-test-call.ts');
      return valueOf(await sendTestCall(input, integration, deps, signal));
    }),
  };
}

const byName = (a: Integration, b: Integration): number =>
  a.name.localeCompare(b.name) || a.code.localeCompare(b.code);

function whoCalls(callers: readonly string[], name: string): string {
  const last = callers.at(-1) ?? '';
  return callers.length === 1
    ? `${last} calls ${name}, and would fail without it.`
    : `${callers.slice(0, -1).join(', ')} and ${last} call ${name}, and would fail without it.`;
}
