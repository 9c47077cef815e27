// The value that a key had before a rotation, as a file brings it along.
import type { Keyring } from '#main/call/keyring.ts';
import { ApiKey, ApiKeyDraft } from '#shared/model/api-key.ts';

interface Around {
  readonly keyring: Keyring;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** As it stands in a document; null where there is none, which one that is over is as good as. */
export function beforeOf(kept: object, nowMs: number): ApiKey['previous'] {
  const previous = ApiKey.shape.previous.parse('previous' in kept ? kept.previous : null);
  return previous === null || Date.parse(previous.until) <= nowMs ? null : previous;
}

/** As a draft says it; undefined where it says nothing of it, null where it says one that is over. */
export function saidBefore(draft: object, nowMs: number) {
  const said = ApiKeyDraft.shape.before.parse('before' in draft ? draft.before : undefined);
  return said !== undefined && Date.parse(said.until) <= nowMs ? null : said;
}

/** Whether all that a draft says of it is so already. */
export function isKeptBefore(draft: object, kept: object, { keyring, nowMs }: Around): boolean {
  const said = saidBefore(draft, nowMs);
  const before = beforeOf(kept, nowMs);
  if (said === undefined) return true;
  if (said === null || before === null) return said === before;
  return said.until === before.until && keyring.digest(said.key) === keyring.get(before.id)?.digest;
}
