import type { Keyring } from '#main/call/keyring.ts';
import { isAllowed } from '#shared/model/access.ts';
import { AuthenticationDraft } from '#shared/model/auth.ts';
import { ConsumerDraft } from '#shared/model/consumer.ts';
import type { Client } from '#shared/contract/index.ts';
import { consumersOf, mapConsumers } from '#shared/model/consumers-of.ts';
import type { InstallationFile } from '#shared/model/installation.ts';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import { type AnySecret, dropKept, mapSecrets, type SecretPlace } from '#shared/model/map-secrets.ts';
import { namedInFile } from './named-in-file.ts';
import { applyFile } from './apply-file.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { rulesInFile } from './plan-rules.ts';
import { refuseRole } from './refuse-role.ts';
import { settingsOfFile } from './settings-file.ts';
import { beforeOf } from './value-before.ts';

export function installationCapability(deps: CapabilityDeps, self: () => Client) {
  const os = answering.installation;
  const { consumers, registry, keyring } = deps;

  function fileWith(reveal: Keyring['reveal'], shows: Parameters<typeof namedInFile>[1]): InstallationFile {
    const inFile = (secret: AnySecret, place: Place) =>
      secretInFile(secret, place, { reveal, nowMs: deps.now() });
    const labelOf = (id: string) => consumers.get(id)?.label ?? id;
    const known = consumers.all().map((one) => ConsumerDraft.parse(inFile(one, { valueField: 'key' })));
    return {
      hookline: 1,
      ...settingsOfFile(deps.settings.current()),
      ...(known.length === 0 ? {} : { consumers: known }),
      ...namedInFile(deps.environment, shows),
      // Addresses of webhooks are no less than values.
      ...(shows === 'names' ? {} : rulesInFile(deps.notifications.rules())),
      integrations: registry
        .all()
        .map(({ integration }) => integrationInFile(integration, inFile, labelOf))
        .sort((a, b) => a.name.localeCompare(b.name)),
    };
  }

  return {
    apply: os.apply.handler(async ({ input: { file, dryRun, prune }, context }) => {
      const refuseSettings = () => refuseRole(context, { role: 'operator' });
      return valueOf(
        await applyFile(file, { dryRun, prune, savedBy: context.signedIn.label, refuseSettings }, deps),
      );
    }),
    loadExamples: os.loadExamples.handler(async () => {
      if (deps.host.examples === undefined) throw toFailure(problem('examples_missing'));
      return deps.host.examples.load(self());
    }),
    export: os.export.handler(({ context }) =>
      fileWith(() => undefined, isAllowed(context.signedIn.role, 'designer') ? 'values' : 'names'),
    ),
    exportOne: os.exportOne.handler(({ input }) => {
      const found = registry.get(input.id)?.integration;
      if (found === undefined) throw toFailure(problem('integration_not_found'));
      const letIn = consumersOf(found.trigger.authentication).map((id) => consumers.get(id)?.label);
      const file = fileWith(() => undefined, 'names');
      const used = file.consumers?.filter(({ label }) => letIn.includes(label)) ?? [];
      return {
        hookline: file.hookline,
        ...(used.length === 0 ? {} : { consumers: used }),
        integrations: file.integrations.filter(
          ({ code, name }) => code === found.code && name === found.name,
        ),
      };
    }),
    exportWithSecrets: os.exportWithSecrets.handler(() => fileWith(keyring.reveal, 'secrets')),
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
