// Takes known secrets out of what is kept and shown of an execution: as they are, and as they look in an address, in
// JSON, in XML and in base64.

/** Text without the secrets in it. */
export interface Strip {
  (text: string): string;
  /** The most characters that a secret has in any form: text that is cut is cut so far behind the place to keep. */
  readonly longest: number;
  /** Bytes are not shown at all: what they hold cannot be told. */
  readonly hidesBytes?: boolean;
}

/** Shorter values stand in too much that is no secret. */
export const shortestStripped = 4;
export const stripped = '(secret)';

/** Made when secrets change: text is then searched for all of them at once. */
export function createStripper(secrets: readonly string[]): Strip {
  const forms = [...new Set(secrets.filter(({ length }) => length >= shortestStripped).flatMap(formsOf))]
    // Of two that begin alike the longer one is meant.
    .sort((a, b) => b.length - a.length);
  const longest = forms[0]?.length ?? 0;
  if (longest === 0) return Object.assign((text: string) => text, { longest });
  const known = new RegExp(forms.map(escaped).join('|'), 'g');
  return Object.assign((text: string) => text.replace(known, stripped), { longest });
}

function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inAddress = new URLSearchParams([['', secret]]).toString().slice(1);
  const encoded = [encodeURI(toWellFormed(secret)), encodeURIComponent(toWellFormed(secret)), inAddress];
  return [
    secret,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    inJson.replaceAll('/', '\\/'),
    inXml(secret),
    inXml(secret).replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
    ...encoded,
    ...encoded.map(inLowerCase),
    ...base64Forms(Buffer.from(secret)),
    // As JSONata and some clients read letters beyond ASCII.
    ...base64Forms(Buffer.from(secret, 'latin1')),
  ];
}

const toWellFormed = (text: string): string => text.toWellFormed();
const inXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const inLowerCase = (encoded: string): string =>
  encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/**
 * In base64 three bytes are four characters, so that a secret looks in one of three ways, whatever stands before it. The
 * characters that it shares with its neighbours are left out.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const shared = (before + bytes.length) % 3 === 0 ? 0 : 1;
    const own = text.slice(Math.ceil((before * 4) / 3), text.length - shared);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
