import { formatDateTime, formatTime } from '#renderer/ui/format.ts';

/** The time of day, to the millisecond; before it the day, where that is not `today` (as 2026-11-25). */
export function shortTime(iso: string, today: string): string {
  const day = formatDateTime(iso).slice(0, 10);
  return day === today ? formatTime(iso) : `${day.slice(5)} ${formatTime(iso).slice(0, 8)}`;
}
