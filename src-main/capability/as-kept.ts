// A secret of a file is the kept one of its kind and label.
import type { Keyring } from '#main/call/keyring.ts';
import type { AnySecret, SecretPlace } from '#shared/model/map-secrets.ts';
import { isKeptBefore } from './value-before.ts';

/** Those that people change apart from a file: one that they switched off is not switched on again by its silence. */
const staying: ReadonlySet<string> = new Set(['enabled', 'expiresAt', 'rateLimit', 'allow']);

/**
 * What a file says of a kept secret, with its id, without the values that are kept already, and with what the file does not
 * speak of as it is.
 */
export function asKept(
  said: AnySecret,
  kept: AnySecret & { readonly id: string },
  { valueField }: Pick<SecretPlace, 'valueField'>,
  around: { readonly keyring: Keyring; readonly nowMs: number },
): object {
  const { keyring } = around;
  const { id } = kept;
  const asItIs = Object.entries(kept).filter(([field]) => staying.has(field));
  const { [valueField]: value, overlapDays, before, ...rest } = { ...Object.fromEntries(asItIs), ...said };
  const isSame = typeof value !== 'string' || keyring.get(id)?.digest === keyring.digest(value);
  return {
    ...rest,
    id,
    ...(isSame ? {} : { [valueField]: value, overlapDays }),
    ...(isKeptBefore(said, kept, around) ? {} : { before }),
  };
}
