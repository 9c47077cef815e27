// From the secrets of a draft to those of a version, whatever the kind of authentication.
import type { Keyring } from '#main/call/keyring.ts';
import type { KeptSecret } from '#main/ports/config-store.ts';
import { Authentication } from '#shared/model/auth.ts';
import type { MadeKey } from '#shared/model/installation.ts';
import type { Integration, IntegrationDraft } from '#shared/model/integration.ts';
import { mapSecrets, type AnySecret, type SecretPlace } from '#shared/model/map-secrets.ts';
import { secretsOf } from '#shared/model/secrets-of.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { prepareSecret } from './prepare-secret.ts';

interface PreparedSecrets {
  readonly authentication: Authentication;
  readonly newSecrets: readonly KeptSecret[];
  readonly madeKeys: readonly MadeKey[];
}

interface Around {
  readonly keyring: Keyring;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** API keys made from now on are shown once and not kept. */
  readonly showKeysOnce: boolean;
}

/** Problems: `key_not_found`, `input_invalid` where a value stands twice or is none for its kind. */
export function prepareSecrets(
  { name, trigger }: IntegrationDraft,
  current: Integration | null,
  around: Around,
): Result<PreparedSecrets> {
  const known = new Map(
    current === null ? [] : secretsOf(current.trigger.authentication).map((secret) => [secret.id, secret]),
  );
  const newSecrets: KeptSecret[] = [];
  const madeKeys: MadeKey[] = [];
  const labelOf = new Map<string, string>();
  const faults: Problem[] = [];

  function prepare(secret: AnySecret, place: SecretPlace): object {
    const { path, valueField } = place;
    const at = `trigger.authentication.${path}`;
    const result = prepareSecret(secret, place, known.get(secret.id ?? ''), around);
    if (!result.ok) {
      const { path: within } = result.problem;
      faults.push({ ...result.problem, path: within === undefined ? at : `${at}.${within}` });
      return secret;
    }
    const prepared = result.value;
    const same = JSON.stringify([path.replace(/\[\d+\]$/, ''), prepared.digest, secret['user']]);
    const twin = labelOf.get(same);
    if (twin !== undefined) {
      const detail = `This ${valueField} is in the list already, as ${twin}.`;
      faults.push(problem('input_invalid', { path: `${at}.${valueField}`, detail }));
    }
    labelOf.set(same, secret.label);
    newSecrets.push(...prepared.newSecrets);
    if (prepared.made !== null) madeKeys.push({ integration: name, label: secret.label, key: prepared.made });
    return prepared.document;
  }

  const prepared = mapSecrets(trigger.authentication, prepare);
  const [fault] = faults;
  if (fault !== undefined) return refuse(fault);
  return ok({ authentication: Authentication.parse(prepared), newSecrets, madeKeys });
}
