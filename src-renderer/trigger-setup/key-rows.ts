import type { ApiKey, ApiKeyDraftInput } from '#shared/model/api-key.ts';
import { keyState, type KeyState } from '#renderer/ui/keys/key-state.ts';
import type { Secret } from '#shared/model/secret.ts';

/** The keys of the saved version, by id. */
export type KeptKeys = ReadonlyMap<string, Secret | ApiKey>;
export type KeyDraft = ApiKeyDraftInput;

const hintLength = 6;

/** The beginning of a key's value, as far as this page knows it. */
export function hintOf(key: KeyDraft, kept: KeptKeys): string {
  if (key.key !== undefined) return `${key.key.slice(0, hintLength)}…`;
  const saved = key.id === undefined ? undefined : kept.get(key.id);
  if (saved) return saved.hint;
  return key.copyOf === undefined ? 'made when saved' : 'as in another trigger';
}

/** How a key is now, in words; `nowMs` since 1970. */
export function stateOf(key: KeyDraft, kept: KeptKeys, nowMs: number): KeyState {
  const state = keyState(key, nowMs);
  if (state.tone === 'off' || state.tone === 'bad') return state;
  if (!isKept(key, kept)) return { tone: 'waiting', text: 'not saved yet' };
  return key.key === undefined ? state : { tone: 'waiting', text: 'rotated when saved' };
}

/** Kept, or only in this draft so far. */
export const isKept = (key: KeyDraft, kept: KeptKeys): boolean => key.id !== undefined && kept.has(key.id);

/** The kept key of a row; null where it is new. */
function keptOf({ id }: KeyDraft, kept: KeptKeys): ApiKey | null {
  const found = id === undefined ? undefined : kept.get(id);
  return found !== undefined && isApiKey(found) ? found : null;
}

const isApiKey = (secret: Secret | ApiKey): secret is ApiKey => 'previous' in secret;

/** The value before a rotation. */
export const previousOf = (key: KeyDraft, kept: KeptKeys): ApiKey['previous'] =>
  keptOf(key, kept)?.previous ?? null;

/** Whether its value can be had: it is in the draft, or kept. */
export function isCopyable(key: KeyDraft, kept: KeptKeys): boolean {
  if (key.key !== undefined) return true;
  if (keptOf(key, kept)?.isShownOnce === true) return false;
  return key.id !== undefined || key.copyOf !== undefined;
}
