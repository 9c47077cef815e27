// From the secrets of a draft to those of a version, whatever the kind of authentication: which values are new,
// which are made, and what of each stands in the document.
import { randomUUID } from 'node:crypto';
import type { Keyring } from '#main/call/keyring.ts';
import type { KeptSecret } from '#main/ports/config-store.ts';
import { Authentication } from '#shared/model/auth.ts';
import type { MadeKey } from '#shared/model/installation.ts';
import type { Integration, IntegrationDraft } from '#shared/model/integration.ts';
import { mapSecrets, type AnySecret, type SecretPlace } from '#shared/model/map-secrets.ts';
import type { Secret } from '#shared/model/secret.ts';
import { secretsOf } from '#shared/model/secrets-of.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { faultOfSecret, makeSecret } from '#main/call/auth/secret-values.ts';

interface PreparedSecrets {
  readonly authentication: Authentication;
  readonly newSecrets: readonly KeptSecret[];
  readonly madeKeys: readonly MadeKey[];
}

/** Problems: `key_not_found`, `input_invalid` where a value stands twice. */
export function prepareSecrets(
  { name, trigger }: IntegrationDraft,
  current: Integration | null,
  createdAt: string,
  keyring: Keyring,
): Result<PreparedSecrets> {
  const known = new Map(
    current === null ? [] : secretsOf(current.trigger.authentication).map((secret) => [secret.id, secret]),
  );
  const newSecrets: KeptSecret[] = [];
  const madeKeys: MadeKey[] = [];
  const labelOf = new Map<string, string>();
  const faults: Problem[] = [];

  function prepare(secret: AnySecret, { of, path, valueField }: SecretPlace): object {
    const { id: givenId, copyOf, [valueField]: given, ...rest } = secret;
    const kept = known.get(givenId ?? '');
    const at = `trigger.authentication.${path}`;
    const isMade = givenId === undefined && given === undefined && copyOf === undefined;
    const value = isMade ? makeSecret(of) : valueOf({ given, copyOf }, kept, keyring);
    if (value === undefined) {
      const detail = `The ${valueField} ${secret.label} is not there any more.`;
      faults.push(problem('key_not_found', { path: at, detail }));
      return secret;
    }
    const bad = value === null ? `Only who calls can say this ${valueField}.` : faultOfSecret(value, of);
    if (value === null || bad !== null) {
      faults.push(problem('input_invalid', { path: `${at}.${valueField}`, detail: bad ?? '' }));
      return secret;
    }
    const isNew = kept === undefined || keyring.reveal(kept.id) !== value;
    const id = isNew ? randomUUID() : kept.id;
    const made = isNew ? keyring.make(id, value) : keyring.get(id)!;
    const same = JSON.stringify([path.replace(/\[\d+\]$/, ''), made.digest, secret['user']]);
    const twin = labelOf.get(same);
    if (twin !== undefined) {
      const detail = `This ${valueField} is in the list already, as ${twin}.`;
      faults.push(problem('input_invalid', { path: `${at}.${valueField}`, detail }));
    }
    labelOf.set(same, secret.label);
    if (isNew) newSecrets.push(made);
    if (isMade) {
      madeKeys.push({ integration: name, label: secret.label, key: value });
    }
    return isNew
      ? { ...rest, id, hint: valueField === 'password' ? '' : hintOf(value), createdAt }
      : { ...rest, id, hint: kept.hint, createdAt: kept.createdAt };
  }

  const prepared = mapSecrets(trigger.authentication, prepare);
  const [fault] = faults;
  if (fault !== undefined) return refuse(fault);
  return ok({ authentication: Authentication.parse(prepared), newSecrets, madeKeys });
}

/** What was handed in, or what another one has, or what is kept of it. */
function valueOf(
  { given, copyOf }: Readonly<Record<'given' | 'copyOf', unknown>>,
  kept: Secret | undefined,
  keyring: Keyring,
): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof copyOf === 'string') return keyring.reveal(copyOf);
  return kept === undefined ? undefined : keyring.reveal(kept.id);
}

/** Enough to tell keys apart, too little to guess a short one. */
const hintOf = (value: string): string => `${value.slice(0, Math.min(6, Math.floor(value.length / 4)))}…`;
