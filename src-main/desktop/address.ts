/** The scheme of the screens; they are the only pages there are. */
export const scheme = 'app';
const host = 'hookline';

export const startAddress = `${scheme}://${host}/`;

/** By scheme and host: the origin that Node's URL gives of an unknown scheme is the text "null". */
export function isOurs(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${scheme}:` && url.host === host;
}
