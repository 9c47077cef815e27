import type { InstallationFile } from '#shared/model/installation.ts';
import { draftOf, type IntegrationDraft } from '#shared/model/integration.ts';
import { applyFile } from './apply-file.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { valueOf } from './failing.ts';

export function installationCapability(deps: CapabilityDeps) {
  const os = answering.installation;
  return {
    apply: os.apply.handler(async ({ input: { file, dryRun, prune } }) =>
      valueOf(await applyFile(file, { dryRun, prune }, deps)),
    ),
    export: os.export.handler(({ input }): InstallationFile => ({
      hookline: 1,
      integrations: deps.registry
        .all()
        .map(({ integration }) =>
          withoutIds(draftOf(integration), input.withSecrets ? deps.keyring.reveal : () => undefined),
        )
        .sort((a, b) => a.name.localeCompare(b.name)),
    })),
  };
}

/** A file names keys by their labels; ids mean nothing in another installation. */
function withoutIds(
  draft: IntegrationDraft,
  valueOfKey: (id: string) => string | undefined,
): IntegrationDraft {
  const { authentication } = draft.trigger;
  if (authentication.kind !== 'apiKeys') return draft;
  const keys = authentication.keys.map(({ id, label, enabled }) => {
    const key = id === undefined ? undefined : valueOfKey(id);
    return { label, enabled, ...(key === undefined ? {} : { key }) };
  });
  return { ...draft, trigger: { ...draft.trigger, authentication: { kind: 'apiKeys', keys } } };
}
