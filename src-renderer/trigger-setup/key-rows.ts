import type { ApiKeyDraft } from '#shared/model/auth.ts';
import type { Secret } from '#shared/model/secret.ts';

/** The keys of the saved version, by id. */
export type KeptKeys = ReadonlyMap<string, Secret>;
export type KeyDraft = Omit<ApiKeyDraft, 'enabled'> & { readonly enabled?: boolean };

const hintLength = 6;

/** The beginning of a key's value, as far as this page knows it. */
export function hintOf(key: KeyDraft, kept: KeptKeys): string {
  if (key.key !== undefined) return `${key.key.slice(0, hintLength)}…`;
  const saved = key.id === undefined ? undefined : kept.get(key.id);
  if (saved) return saved.hint;
  return key.copyOf === undefined ? 'made when saved' : 'as in another trigger';
}

/** Kept, or only in this draft so far. */
export const isKept = (key: KeyDraft, kept: KeptKeys): boolean => key.id !== undefined && kept.has(key.id);
