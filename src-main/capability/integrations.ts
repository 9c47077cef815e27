import { invalidInput } from '#shared/contract/field-issues.ts';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import { mapConsumers } from '#shared/model/consumers-of.ts';
import { apiKeysOf } from '#shared/model/secrets-of.ts';
import { withSecretsOf } from '#shared/model/map-secrets.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import { commitSave } from './commit-save.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { keyUses } from './key-use.ts';
import { newFaults } from './new-faults.ts';
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

  const save = (prepare: () => PreparedSave & { readonly restoredFrom?: number }) =>
    inTurn(async () => {
      const prepared = prepare();
      const committed = await commitSave({ saves: [prepared] }, deps);
      // The one draft's address is its name, whichever place the save had.
      if (!committed.ok) throw toFailure({ ...committed.problem, path: 'name' });
      return { integration: prepared.integration, madeKeys: [...prepared.madeKeys] };
    });

  async function refuseFaults(draft: IntegrationDraft, kept?: Integration): Promise<void> {
    const found = await newFaults(draft, kept, deps);
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
    get: os.get.handler(({ input }) => current(input.id)),

    create: os.create.handler(async ({ input }) => {
      await refuseFaults(input.draft);
      return save(() => valueOf(prepareSave(input.draft, null, deps)));
    }),

    update: os.update.handler(async ({ input: { id, version, draft } }) => {
      await refuseFaults(draft, registry.get(id)?.integration);
      return save(() => {
        const known = current(id);
        if (version !== undefined && version !== known.version) {
          throw toFailure(problem('version_stale', { detail: 'Somebody saved this integration meanwhile.' }));
        }
        return valueOf(prepareSave(draft, known, deps));
      });
    }),

    remove: os.remove.handler(({ input: { id, cancelWaiting } }) =>
      inTurn(async () => {
        const { name } = current(id);
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

    restore: os.restore.handler(async ({ input: { id, version } }) => {
      const draft = draftOf(await versionOf(current(id).id, version));
      return save(() => {
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

    keys: os.keys.handler(async () => {
      const useOf = keyUses(await store.keyUse.days(), deps.now());
      return inOrder().flatMap(({ id: integrationId, name, code, trigger }) =>
        apiKeysOf(trigger.authentication).map(
          ({ id, label, hint, enabled, expiresAt, previous, isShownOnce }) => ({
            id,
            label,
            hint,
            enabled,
            expiresAt,
            isShownOnce,
            previous: previous === null ? null : { ...previous, use: useOf(previous.id) },
            integrationId,
            integration: name,
            code,
            use: useOf(id),
          }),
        ),
      );
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
