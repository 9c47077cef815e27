const units = ['bytes', 'KiB', 'MiB', 'GiB'];

/** A size: `1 byte`, `312 bytes`, `4.2 KiB`, `16 MiB`. */
export function bytesText(bytes: number): string {
  if (bytes === 1) return '1 byte';
  const unit = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** unit;
  return `${unit === 0 || amount >= 10 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]!}`;
}
