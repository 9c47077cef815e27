import type { Keyring } from '#main/call/keyring.ts';
import { AuthenticationDraft } from '#shared/model/auth.ts';
import { ConsumerDraft } from '#shared/model/consumer.ts';
import { mapConsumers } from '#shared/model/consumers-of.ts';
import type { InstallationFile } from '#shared/model/installation.ts';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import { type AnySecret, dropKept, mapSecrets, type SecretPlace } from '#shared/model/map-secrets.ts';
import { applyFile } from './apply-file.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { valueOf } from './failing.ts';
import { refuseRole } from './refuse-role.ts';
import { settingsOfFile } from './settings-file.ts';
import { beforeOf } from './value-before.ts';

export function installationCapability(deps: CapabilityDeps) {
  const os = answering.installation;
  const { consumers, registry, keyring } = deps;

  function fileWith(reveal: Keyring['reveal']): InstallationFile {
    const inFile = (secret: AnySecret, place: Place) =>
      secretInFile(secret, place, { reveal, nowMs: deps.now() });
    const labelOf = (id: string) => consumers.get(id)?.label ?? id;
    const known = consumers.all().map((one) => ConsumerDraft.parse(inFile(one, { valueField: 'key' })));
    return {
      hookline: 1,
      ...settingsOfFile(deps.settings.current()),
      ...(known.length === 0 ? {} : { consumers: known }),
      integrations: registry
        .all()
        .map(({ integration }) => integrationInFile(integration, inFile, labelOf))
        .sort((a, b) => a.name.localeCompare(b.name)),
    };
  }

  return {
    apply: os.apply.handler(async ({ input: { file, dryRun, prune }, context }) => {
      const refuseSettings = () => refuseRole(context, { role: 'operator' });
      return valueOf(await applyFile(file, { dryRun, prune, refuseSettings }, deps));
    }),
    export: os.export.handler(() => fileWith(() => undefined)),
    exportWithSecrets: os.exportWithSecrets.handler(() => fileWith(keyring.reveal)),
  };
}

type Place = Pick<SecretPlace, 'valueField'>;

/** A file names secrets and consumers by their labels; ids mean nothing in another installation. */
function integrationInFile(
  integration: Integration,
  inFile: (secret: AnySecret, place: Place) => object,
  labelOf: (consumerId: string) => string,
): IntegrationDraft {
  const { trigger, ...rest } = draftOf(integration);
  const withValues = AuthenticationDraft.parse(mapSecrets(integration.trigger.authentication, inFile));
  const authentication = mapConsumers(withValues, (ids) => ids.map(labelOf));
  return { ...rest, trigger: { ...trigger, authentication } };
}

/** With its value and the one before a rotation, as far as they are revealed. */
function secretInFile(
  { id, ...secret }: AnySecret,
  { valueField }: Place,
  { reveal, nowMs }: { readonly reveal: Keyring['reveal']; readonly nowMs: number },
): object {
  const value = id === undefined ? undefined : reveal(id);
  const before = beforeOf(secret, nowMs);
  const key = before === null ? undefined : reveal(before.id);
  return {
    ...dropKept(secret),
    ...(value === undefined ? {} : { [valueField]: value }),
    ...(before === null || key === undefined ? {} : { before: { key, until: before.until } }),
  };
}
