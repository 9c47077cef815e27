import { randomBytes } from 'node:crypto';
import { keyPrefix } from '#shared/model/api-key.ts';

export const makeKey = (): string => keyPrefix + randomBytes(32).toString('base64url');
