// From a draft to the next version of an integration: its code, its keys, its number.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Keyring } from '#main/call/keyring.ts';
import type { Registry } from '#main/call/registry.ts';
import type { KeptKey } from '#main/ports/config-store.ts';
import { keyPrefix, type ApiKey, type ApiKeyDraft, type Authentication } from '#shared/model/auth.ts';
import type { MadeKey } from '#shared/model/installation.ts';
import type { Integration, IntegrationDraft } from '#shared/model/integration.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

export interface PreparedSave {
  readonly integration: Integration;
  readonly newKeys: readonly KeptKey[];
  readonly madeKeys: readonly MadeKey[];
}

interface Deps {
  readonly registry: Registry;
  readonly keyring: Keyring;
  now(): number;
}

/** Problems: `key_not_found`, `input_invalid`. */
export function prepareSave(
  draft: IntegrationDraft,
  current: Integration | null,
  deps: Deps,
): Result<PreparedSave> {
  const savedAt = new Date(deps.now()).toISOString();
  const code = draft.code ?? current?.code ?? makeCode(draft.name, deps.registry);
  const authentication = prepareKeys(draft, current, savedAt, deps);
  if (!authentication.ok) return authentication;
  const { newKeys, madeKeys } = authentication.value;
  const integration: Integration = {
    ...draft,
    id: current?.id ?? randomUUID(),
    version: (current?.version ?? 0) + 1,
    savedAt,
    code,
    trigger: { ...draft.trigger, authentication: authentication.value.authentication },
  };
  return ok({ integration, newKeys, madeKeys });
}

const codeCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789';

function makeCode(name: string, registry: Registry): string {
  for (;;) {
    const code = Array.from({ length: 5 }, () => codeCharacters[randomInt(codeCharacters.length)]).join('');
    if (registry.find(code, name) === undefined) return code;
  }
}

export const makeKey = (): string => keyPrefix + randomBytes(32).toString('base64url');

interface PreparedKeys {
  readonly authentication: Authentication;
  readonly newKeys: KeptKey[];
  readonly madeKeys: MadeKey[];
}

function prepareKeys(
  { name, trigger: { authentication: draft } }: IntegrationDraft,
  current: Integration | null,
  createdAt: string,
  { keyring }: Deps,
): Result<PreparedKeys> {
  if (draft.kind !== 'apiKeys') return ok({ authentication: draft, newKeys: [], madeKeys: [] });
  const keys: ApiKey[] = [];
  const newKeys: KeptKey[] = [];
  const madeKeys: MadeKey[] = [];
  const labelOf = new Map<string, string>();
  for (const [at, entry] of draft.keys.entries()) {
    const path = `trigger.authentication.keys[${at}]`;
    const kept = keptKey(entry, current);
    const value = valueOfDraft(entry, kept, keyring);
    if (value === undefined)
      return refuse(
        problem('key_not_found', { path, detail: `The key ${entry.label} is not there any more.` }),
      );
    const isNew = kept === undefined || keyring.reveal(kept.id) !== value;
    const id = isNew ? randomUUID() : kept.id;
    const made = isNew ? keyring.make(id, value) : keyring.get(id)!;
    const twin = labelOf.get(made.digest);
    if (twin !== undefined) {
      return refuse(
        problem('input_invalid', {
          path: `${path}.key`,
          detail: `This key is in the list already, as ${twin}.`,
        }),
      );
    }
    labelOf.set(made.digest, entry.label);
    if (isNew) newKeys.push(made);
    if (isMade(entry)) madeKeys.push({ integration: name, label: entry.label, key: value });
    const { label, enabled } = entry;
    keys.push(isNew ? { id, label, enabled, hint: hintOf(value), createdAt } : { ...kept, label, enabled });
  }
  return ok({ authentication: { kind: 'apiKeys', keys }, newKeys, madeKeys });
}

const isMade = ({ id, key, copyOf }: ApiKeyDraft): boolean =>
  id === undefined && key === undefined && copyOf === undefined;

function keptKey(entry: ApiKeyDraft, current: Integration | null): ApiKey | undefined {
  const authentication = current?.trigger.authentication;
  return authentication?.kind === 'apiKeys'
    ? authentication.keys.find(({ id }) => id === entry.id)
    : undefined;
}

function valueOfDraft(entry: ApiKeyDraft, kept: ApiKey | undefined, keyring: Keyring): string | undefined {
  if (entry.key !== undefined) return entry.key;
  if (entry.copyOf !== undefined) return keyring.reveal(entry.copyOf);
  if (entry.id !== undefined) return kept === undefined ? undefined : keyring.reveal(kept.id);
  return makeKey();
}

/** Enough to tell keys apart, too little to guess a short one. */
const hintOf = (value: string): string => `${value.slice(0, Math.min(6, Math.floor(value.length / 4)))}…`;
