import { base64Of, toJson, toPlain } from '../plain.ts';

/** A value where only a text can stand: nothing is empty, bytes are base64, what has parts is JSON. */
export function scalarText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? base64Of(value) : (toJson(toPlain(value)) ?? '');
}
