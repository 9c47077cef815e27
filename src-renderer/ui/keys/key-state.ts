import { expiryNoticeMs } from '#shared/model/api-key.ts';
import { formatDays } from '#renderer/ui/format.ts';
import type { Tone } from '#renderer/ui/StateBadge.tsx';

export interface KeyState {
  readonly tone: Tone;
  readonly text: string;
}

/** How a kept key is now, in words; `nowMs` since 1970. */
export function keyState(
  key: { readonly enabled?: boolean | undefined; readonly expiresAt?: string | null | undefined },
  nowMs: number,
): KeyState {
  if (key.enabled === false) return { tone: 'off', text: 'disabled' };
  const leftMs = typeof key.expiresAt === 'string' ? Date.parse(key.expiresAt) - nowMs : Infinity;
  if (leftMs <= 0) return { tone: 'bad', text: 'expired' };
  if (leftMs <= expiryNoticeMs) return { tone: 'waiting', text: `expires in ${formatDays(leftMs)}` };
  return { tone: 'good', text: 'enabled' };
}
