// How values go into a database and come out of it.

/** Integers that a number cannot hold stay text, digit for digit; times are ISO text, bytes are bytes of their own. */
export function cellOf(value: unknown): unknown {
  if (typeof value === 'bigint') return integerOf(value.toString());
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return value;
}

export const integerOf = (digits: string): number | string =>
  Number.isSafeInteger(Number(digits)) ? Number(digits) : digits;

/** Where the database has neither lists nor objects, these are JSON. */
export function parameterOf(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
