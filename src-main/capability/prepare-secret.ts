// From one secret of a draft to what is kept of it: whether its value is new, made or copied, and what becomes of the
// value before it.
import { randomUUID } from 'node:crypto';
import { faultOfSecret, makeSecret } from '#main/call/auth/secret-values.ts';
import type { Keyring } from '#main/call/keyring.ts';
import type { KeptSecret } from '#main/ports/config-store.ts';
import type { ApiKey } from '#shared/model/api-key.ts';
import type { AnySecret, SecretPlace } from '#shared/model/map-secrets.ts';
import type { Secret } from '#shared/model/secret.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { beforeOf, saidBefore } from './value-before.ts';

const dayMs = 86_400_000;

export interface PreparedSecret {
  /** As it stands in the document. */
  readonly document: object;
  readonly digest: string;
  readonly newSecrets: readonly KeptSecret[];
  /** The value, where it was made because none was given. */
  readonly made: string | null;
}

interface Around {
  readonly keyring: Keyring;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly showKeysOnce: boolean;
}

/**
 * `kept`: the one of the draft's id, where there is one. Problems, with the path below the secret: `key_not_found`
 * where the one it means is not there any more, `input_invalid` where the value is none for its kind.
 */
export function prepareSecret(
  draft: AnySecret,
  place: Pick<SecretPlace, 'of' | 'valueField'>,
  kept: Secret | ApiKey | undefined,
  around: Around,
): Result<PreparedSecret> {
  const { before, ...rest } = draft;
  if (before === undefined) return prepareValue(rest, place, kept, around);
  if (draft['overlapDays'] !== undefined) {
    const detail = 'With overlapDays the value before is the one that is kept; leave one of both out.';
    return refuse(problem('input_invalid', { path: 'before', detail }));
  }
  const prepared = prepareValue(rest, place, kept, around);
  if (!prepared.ok) return prepared;
  const { document, newSecrets, ...value } = prepared.value;
  const { previous, newSecrets: ofBefore } = prepareBefore(draft, kept, around);
  return ok({
    ...value,
    document: { ...document, previous },
    newSecrets: [...newSecrets, ...ofBefore],
  });
}

/** The value before a rotation, as the draft says it. */
function prepareBefore(
  draft: AnySecret,
  kept: Secret | ApiKey | undefined,
  { keyring, nowMs, showKeysOnce }: Around,
): { readonly previous: ApiKey['previous']; readonly newSecrets: readonly KeptSecret[] } {
  const said = saidBefore(draft, nowMs);
  if (!said) return { previous: null, newSecrets: [] };
  const { key, until } = said;
  const before = beforeOf(kept ?? {}, nowMs);
  if (before !== null && keyring.get(before.id)?.digest === keyring.digest(key)) {
    return { previous: { ...before, until }, newSecrets: [] };
  }
  const fresh = keyring.make(randomUUID(), key, !showKeysOnce);
  return { previous: { id: fresh.id, hint: hintOf(key), until }, newSecrets: [fresh] };
}

function prepareValue(
  draft: AnySecret,
  { of, valueField }: Pick<SecretPlace, 'of' | 'valueField'>,
  kept: Secret | ApiKey | undefined,
  { keyring, nowMs, showKeysOnce }: Around,
): Result<PreparedSecret> {
  const { id: givenId, copyOf, overlapDays, [valueField]: given, ...rest } = draft;
  const own = kept === undefined ? undefined : keyring.get(kept.id);
  const isGiven = typeof given === 'string';
  const isRotated = typeof overlapDays === 'number' && own !== undefined;
  // The id stays whatever the value, so that the limits, the use and the idempotency keys of its consumer go on.
  const id = kept?.id ?? randomUUID();
  const createdAt = new Date(nowMs).toISOString();
  const newHint = (value: string) => (valueField === 'password' ? '' : hintOf(value));
  const bad = (detail: string) => refuse(problem('input_invalid', { path: valueField, detail }));

  if (!isGiven && typeof copyOf === 'string') {
    const copy = keyring.copy(copyOf, id);
    if (copy === null) return refuse(gone(valueField, draft));
    const value = keyring.reveal(copyOf);
    if (value === undefined && of.kind !== 'apiKeys') return bad('The value of this key is not kept.');
    const fault = value === undefined ? null : faultOfSecret(value, of);
    if (fault !== null) return bad(fault);
    const hint = value === undefined ? '…' : newHint(value);
    const document = { ...rest, id: copy.id, hint, createdAt, ...onceIf(value === undefined) };
    return ok({ document, digest: copy.digest, newSecrets: [copy], made: null });
  }
  const isSame = own !== undefined && (isGiven ? keyring.digest(given) === own.digest : !isRotated);
  if (kept !== undefined && isSame) {
    const value = keyring.reveal(kept.id);
    const fault = value === undefined ? null : faultOfSecret(value, of);
    if (fault !== null) return bad(fault);
    return ok({ document: unchanged(kept, rest, nowMs), digest: own.digest, newSecrets: [], made: null });
  }
  if (givenId !== undefined && own === undefined && !isGiven) return refuse(gone(valueField, draft));

  const value = isGiven ? given : makeSecret(of);
  if (value === null) return bad(`Only who calls can say this ${valueField}.`);
  const fault = faultOfSecret(value, of);
  if (fault !== null) return bad(fault);
  const before =
    isRotated && overlapDays > 0 && kept !== undefined ? keyring.copy(kept.id, randomUUID()) : null;
  // Of the other kinds the value itself is needed.
  const isOnce = showKeysOnce && of.kind === 'apiKeys';
  const fresh = keyring.make(id, value, !isOnce);
  const document = { ...rest, id, hint: newHint(value), createdAt, ...onceIf(isOnce) };
  const made = isGiven ? null : value;
  if (before === null || kept === undefined) {
    return ok({ document, digest: fresh.digest, newSecrets: [fresh], made });
  }
  const until = new Date(nowMs + Number(overlapDays) * dayMs).toISOString();
  const previous = { id: before.id, hint: kept.hint, until };
  return ok({
    document: { ...document, previous },
    digest: fresh.digest,
    newSecrets: [fresh, before],
    made,
  });
}

const gone = (valueField: string, { label }: AnySecret) =>
  problem('key_not_found', { detail: `The ${valueField} ${label} is not there any more.` });

const onceIf = (isOnce: boolean): object => (isOnce ? { isShownOnce: true } : {});

function unchanged(kept: Secret | ApiKey, rest: object, nowMs: number): object {
  const { id, hint, createdAt } = kept;
  const document = { ...rest, id, hint, createdAt };
  if (!('previous' in kept)) return document;
  return { ...document, previous: beforeOf(kept, nowMs), isShownOnce: kept.isShownOnce };
}

/** Enough to tell keys apart, too little to guess a short one. */
const hintOf = (value: string): string =>
  // Those all begin alike.
  value.startsWith('-----BEGIN')
    ? 'public key'
    : `${value.slice(0, Math.min(6, Math.floor(value.length / 4)))}…`;
