// What a file does not say of a secret that is kept already stays as it is.
import type { AnySecret } from '#shared/model/map-secrets.ts';

/** Those that people change apart from a file: one that they switched off is not switched on again by its silence. */
const staying: ReadonlySet<string> = new Set(['enabled', 'expiresAt', 'rateLimit', 'allow']);

/** `kept`: as it stands in the document. */
export const leftOutOf = (kept: object): Partial<AnySecret> =>
  Object.fromEntries(Object.entries(kept).filter(([field]) => staying.has(field)));
