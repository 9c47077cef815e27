/** A user and a password as `authorization: Basic` sends them (RFC 7617). */
export interface BasicLogin {
  readonly user: string;
  readonly password: string;
}

/** More than the longest user and password come to. */
const maxLength = 4_096;

/** What the header says; undefined where it speaks of something else, null where no login can be read in it. */
export function readBasicLogin(authorization: string): BasicLogin | null | undefined {
  const sent = /^basic +(.*)$/i.exec(authorization)?.[1]?.trim();
  if (sent === undefined || sent === '') return undefined;
  if (sent.length > maxLength || !/^[A-Za-z0-9+/]+={0,2}$/.test(sent)) return null;
  const text = Buffer.from(sent, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (text.includes('�') || colon < 0) return null;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
