import type { Consumers } from '#main/call/consumers.ts';
import { AuthenticationDraft } from '#shared/model/auth.ts';
import { type Consumer, draftOfConsumer } from '#shared/model/consumer.ts';
import { mapConsumers } from '#shared/model/consumers-of.ts';
import type { InstallationFile } from '#shared/model/installation.ts';
import { draftOf, type IntegrationDraft } from '#shared/model/integration.ts';
import { mapSecrets } from '#shared/model/map-secrets.ts';
import { applyFile } from './apply-file.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { valueOf } from './failing.ts';

export function installationCapability(deps: CapabilityDeps) {
  const os = answering.installation;
  const fileWith = (valueOfKey: (id: string) => string | undefined): InstallationFile => ({
    hookline: 1,
    ...consumersWith(deps.consumers.all(), valueOfKey),
    integrations: deps.registry
      .all()
      .map(({ integration }) => withoutIds(draftOf(integration), valueOfKey, deps.consumers))
      .sort((a, b) => a.name.localeCompare(b.name)),
  });
  return {
    apply: os.apply.handler(async ({ input: { file, dryRun, prune } }) =>
      valueOf(await applyFile(file, { dryRun, prune }, deps)),
    ),
    export: os.export.handler(() => fileWith(() => undefined)),
    exportWithSecrets: os.exportWithSecrets.handler(() => fileWith(deps.keyring.reveal)),
  };
}

/** Left out where there are none. */
function consumersWith(
  consumers: readonly Consumer[],
  valueOfKey: (id: string) => string | undefined,
): Pick<InstallationFile, 'consumers'> {
  if (consumers.length === 0) return {};
  return {
    consumers: consumers.map((consumer) => {
      const { id: _id, ...draft } = draftOfConsumer(consumer);
      const key = valueOfKey(consumer.id);
      return key === undefined ? draft : { ...draft, key };
    }),
  };
}

/** A file names secrets by their labels; ids mean nothing in another installation. */
function withoutIds(
  draft: IntegrationDraft,
  valueOfSecret: (id: string) => string | undefined,
  consumers: Consumers,
): IntegrationDraft {
  const named = mapConsumers(draft.trigger.authentication, (ids) =>
    ids.map((id) => consumers.get(id)?.label ?? id),
  );
  const authentication = mapSecrets(named, ({ id, ...secret }, { valueField }) => {
    const value = id === undefined ? undefined : valueOfSecret(id);
    return { ...secret, ...(value === undefined ? {} : { [valueField]: value }) };
  });
  return {
    ...draft,
    trigger: { ...draft.trigger, authentication: AuthenticationDraft.parse(authentication) },
  };
}
