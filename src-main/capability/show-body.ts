import type { HeaderList, StoredAnswer } from '#main/ports/run.ts';
import { charsetOf } from '#shared/content-type.ts';
import type { CallDetail, ShownBody } from '#shared/model/call.ts';

/** More than a person reads; the whole body can be downloaded. */
export const maxShownBytes = 262_144;

/** An answer for people. */
export const showAnswer = (
  { status, headers, body }: StoredAnswer,
  isMasked = false,
): NonNullable<CallDetail['response']> => ({
  status,
  headers: headers.map(([name, value]) => [name, value]),
  body: body === null ? null : { ...showBytes(body, typeIn(headers)), ...(isMasked && { isMasked }) },
});

export const typeIn = (headers: HeaderList): string | null =>
  headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;

/**
 * As text where all of it is text in its charset (UTF-8 where none is said), else as base64. `bytes` may be only the
 * beginning of the `whole` ones.
 */
export function showBytes(
  bytes: Uint8Array,
  contentType: string | null,
  whole: number = bytes.length,
): ShownBody {
  const shown = Buffer.from(bytes.subarray(0, maxShownBytes));
  const cut = shown.length < whole;
  const text = textOf(shown, cut, charsetOf(contentType ?? undefined));
  return text === null
    ? { encoding: 'base64', data: shown.toString('base64'), bytes: whole, cut }
    : { encoding: 'text', data: text, bytes: whole, cut };
}

function textOf(bytes: Buffer, cut: boolean, charset: string): string | null {
  try {
    // A cut may go through a character: `stream` leaves its first bytes out.
    const text = new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
