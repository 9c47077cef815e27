// The integrations that answer calls now. The accepting thread looks here and nowhere else.
import type { PinnedVersion } from '#main/lane/deps.ts';
import type { BodyQuestion, Needed } from '#main/ports/run.ts';
import { endpointPath } from '#shared/model/address.ts';
import type { Integration } from '#shared/model/integration.ts';
import { allSteps } from '#shared/model/step.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import { type AddressRules, createAddressRules } from './address-rules.ts';
import type { Verifier } from './auth/verifier.ts';
import { bodyQuestionOf } from './body-question.ts';
import { createOrigins, type Origins } from './cross-origin.ts';

/** An integration with what a call needs of it, made once per version. */
export interface LiveIntegration {
  readonly integration: Integration;
  readonly path: string;
  readonly pinned: PinnedVersion;
  /** Whom its trigger lets in. */
  readonly verifier: Verifier;
  /** Null where any address may call. */
  readonly addresses: AddressRules | null;
  /** Null where no web page may call. */
  readonly origins: Origins | null;
  /** What has to be known of a body before its call is accepted; null where any will do. */
  readonly bodyQuestion: BodyQuestion | null;
}

export interface Registry {
  /** The one that answers at this path, case and all. */
  at(path: string): LiveIntegration | undefined;
  /** The same by the parts of the path. */
  find(code: string, name: string): LiveIntegration | undefined;
  get(id: string): LiveIntegration | undefined;
  all(): readonly LiveIntegration[];
  /** Puts a version in place; the next call meets it. */
  put(integration: Integration): void;
  remove(id: string): void;
}

export const pinnedVersion = (integration: Integration): PinnedVersion => ({
  program: {
    key: `${integration.id}@${integration.version}`,
    dataProcessing: integration.dataProcessing,
    steps: integration.workflow,
    xmlLists: integration.trigger.xmlLists,
    hiddenBodyPaths: integration.trigger.hiddenBodyPaths,
  },
  timeoutMs: integration.trigger.executionTimeoutSeconds * 1_000,
});

export function createRegistry(verifierOf: (trigger: Trigger) => Verifier): Registry {
  const byId = new Map<string, LiveIntegration>();
  const byPath = new Map<string, LiveIntegration>();

  const registry: Registry = {
    at: (path) => byPath.get(path),
    find: (code, name) => byPath.get(endpointPath({ code, name })),
    get: (id) => byId.get(id),
    all: () => [...byId.values()],
    put(integration) {
      registry.remove(integration.id);
      const live: LiveIntegration = {
        integration,
        path: endpointPath(integration),
        pinned: pinnedVersion(integration),
        verifier: verifierOf(integration.trigger),
        addresses: createAddressRules(integration.trigger),
        origins: createOrigins(integration.trigger.origins),
        bodyQuestion: bodyQuestionOf(integration.trigger),
      };
      byId.set(integration.id, live);
      byPath.set(live.path, live);
    },
    remove(id) {
      const known = byId.get(id);
      if (known === undefined) return;
      byId.delete(id);
      byPath.delete(known.path);
    },
  };
  return registry;
}

/** What the integrations that there are will need of a run worker, and which takes long to read from disk. */
export const neededOf = (registry: Registry): Needed => ({
  exchange: registry
    .all()
    .some(({ integration }) => allSteps(integration.workflow).some(({ kind }) => kind === 'httpRequest')),
  askBody: registry.all().some(({ bodyQuestion }) => bodyQuestion !== null),
});
