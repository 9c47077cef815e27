import { problem, type Problem } from '../problem.ts';

/** What one request may have as it is sent, whatever carries it: a body of 32 MiB in base64, and room around it. */
export const maxRequestBytes = 64 * 1024 * 1024;

export const requestTooLarge: Problem = problem('request_too_large', {
  detail: `At most ${maxRequestBytes / 1024 ** 2} MiB are taken at once: a file can be divided and applied part after part, a large body be sent to the address of the trigger itself.`,
});

/** Why a request is not to be sent; null where it is taken. A carrier would have no answer for it: it ends the connection. */
export function refuseSize(request: string): Problem | null {
  return isWithin(request, maxRequestBytes) ? null : requestTooLarge;
}

/** Whether a text has at most so many bytes in UTF-8. */
export function isWithin(text: string, most: number): boolean {
  if (text.length > most) return false;
  // Three for each of its units are the most.
  if (text.length * 3 <= most) return true;
  let bytes = 0;
  for (let at = 0; at < text.length && bytes <= most; at++) {
    const unit = text.charCodeAt(at);
    const isHalf = unit >= 0xd800 && unit < 0xe000;
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isHalf ? 2 : 3;
  }
  return bytes <= most;
}
