// From a draft to the next version of an integration: its code, its secrets, its number.
import { randomInt, randomUUID } from 'node:crypto';
import type { Consumers } from '#main/call/consumers.ts';
import type { Keyring } from '#main/call/keyring.ts';
import type { Registry } from '#main/call/registry.ts';
import type { KeptSecret } from '#main/ports/config-store.ts';
import type { MadeKey } from '#shared/model/installation.ts';
import type { Integration, IntegrationDraft } from '#shared/model/integration.ts';
import type { Settings } from '#shared/model/setting.ts';
import { ok, type Result } from '#shared/result.ts';
import { resolveConsumers } from './resolve-consumers.ts';
import { prepareSecrets } from './prepare-secrets.ts';

export interface PreparedSave {
  readonly integration: Integration;
  readonly newSecrets: readonly KeptSecret[];
  readonly madeKeys: readonly MadeKey[];
}

interface Deps {
  readonly registry: Registry;
  readonly keyring: Keyring;
  readonly consumers: Consumers;
  readonly settings: { current(): Pick<Settings, 'showKeysOnce'> };
  now(): number;
}

/** Problems: `consumer_not_found`, `key_not_found`, `input_invalid`. */
export function prepareSave(
  given: IntegrationDraft,
  current: Integration | null,
  deps: Deps,
): Result<PreparedSave> {
  const resolved = resolveConsumers(given, deps.consumers);
  if (!resolved.ok) return resolved;
  const draft = resolved.value;
  const nowMs = deps.now();
  const savedAt = new Date(nowMs).toISOString();
  const code = draft.code ?? current?.code ?? makeCode(draft.name, deps.registry);
  const { keyring, settings } = deps;
  const { showKeysOnce } = settings.current();
  const prepared = prepareSecrets(draft, current, { keyring, nowMs, showKeysOnce });
  if (!prepared.ok) return prepared;
  const { authentication, newSecrets, madeKeys } = prepared.value;
  const integration: Integration = {
    ...draft,
    id: current?.id ?? randomUUID(),
    version: (current?.version ?? 0) + 1,
    savedAt,
    code,
    trigger: { ...draft.trigger, authentication },
  };
  return ok({ integration, newSecrets, madeKeys });
}

const codeCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789';

function makeCode(name: string, registry: Registry): string {
  for (;;) {
    const code = Array.from({ length: 5 }, () => codeCharacters[randomInt(codeCharacters.length)]).join('');
    if (registry.find(code, name) === undefined) return code;
  }
}
