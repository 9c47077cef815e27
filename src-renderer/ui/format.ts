// Numbers and times as the screens write them. Pure; what is not known is a dash.

export const unknown = '–';

/** 0.4 ms, 8 ms, 1.2 s, 2 min 5 s, 3 h 2 min. */
export function formatMs(ms: number | null): string {
  if (ms === null) return unknown;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** 512 B, 1.5 KiB, 16 MiB. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return unknown;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit]}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The time of day with milliseconds, 12:04:07.412, in the reader's time zone. */
export function formatTime(iso: string): string {
  const at = new Date(iso);
  const milliseconds = String(at.getMilliseconds()).padStart(3, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${milliseconds}`;
}

/** 2026-11-25 12:04:07, in the reader's time zone. */
export function formatDateTime(iso: string): string {
  const at = new Date(iso);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Since when something is so: the time alone where it is of today. */
export function formatSince(iso: string, nowMs: number): string {
  const since = formatDateTime(iso);
  const today = formatDateTime(new Date(nowMs).toISOString()).slice(0, 10);
  return since.startsWith(today) ? since.slice(11) : since;
}

/** 12 408, with a narrow space that does not break. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** How long ago, in the largest unit that fits: 12 s ago, 2 min ago, 3 h ago, 5 d ago. */
export function formatAgo(iso: string, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** How long, in days, or in hours where it is less than two: 5 days, 31 h. */
export function formatDays(ms: number): string {
  const hours = Math.max(0, Math.ceil(ms / 3_600_000));
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** The day alone: 2026-11-25, in the reader's time zone. */
export const formatDay = (iso: string): string => formatDateTime(iso).slice(0, 10);

/** `one call`, `3 calls`. */
export const formatNumberOf = (count: number, noun: string): string =>
  count === 1 ? `one ${noun}` : `${formatCount(count)} ${noun}s`;
