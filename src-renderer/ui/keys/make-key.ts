import { keyPrefix } from '#shared/model/api-key.ts';
import { makeText } from './make-secret.ts';

/** A new random key: the prefix and 256 bits as base64url. */
export const makeKey = (): string => keyPrefix + makeText();
