import type { z } from 'zod';
import { type ApiKeyDraft, expiryNoticeMs } from '#shared/model/api-key.ts';
import { formatDays } from '#renderer/ui/format.ts';
import type { Secret } from '#shared/model/secret.ts';

/** The keys of the saved version, by id. */
export type KeptKeys = ReadonlyMap<string, Secret>;
export type KeyDraft = z.input<typeof ApiKeyDraft>;

const hintLength = 6;

/** The beginning of a key's value, as far as this page knows it. */
export function hintOf(key: KeyDraft, kept: KeptKeys): string {
  if (key.key !== undefined) return `${key.key.slice(0, hintLength)}…`;
  const saved = key.id === undefined ? undefined : kept.get(key.id);
  if (saved) return saved.hint;
  return key.copyOf === undefined ? 'made when saved' : 'as in another trigger';
}

/** How a key is now, in words; `nowMs` since 1970. */
export function stateOf(
  key: KeyDraft,
  kept: KeptKeys,
  nowMs: number,
): { readonly tone: 'good' | 'off' | 'waiting' | 'bad'; readonly text: string } {
  if (key.enabled === false) return { tone: 'off', text: 'disabled' };
  const leftMs = typeof key.expiresAt === 'string' ? Date.parse(key.expiresAt) - nowMs : Infinity;
  if (leftMs <= 0) return { tone: 'bad', text: 'expired' };
  if (!isKept(key, kept)) return { tone: 'waiting', text: 'not saved yet' };
  if (leftMs <= expiryNoticeMs) return { tone: 'waiting', text: `expires in ${formatDays(leftMs)}` };
  return { tone: 'good', text: 'enabled' };
}

/** Kept, or only in this draft so far. */
export const isKept = (key: KeyDraft, kept: KeptKeys): boolean => key.id !== undefined && kept.has(key.id);
