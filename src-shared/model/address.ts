import { z } from 'zod';

/** Five random characters, made by Hookline. */
export const Code = z
  .string()
  .regex(/^[a-z0-9]{5}$/, 'A code is five of the characters a to z and 0 to 9.')
  .meta({ title: 'Code' });

/** The designer's name for an integration; with the code it makes the address. */
export const Name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'A name starts with a letter or digit and has up to 100 letters, digits, dots, hyphens and underscores.',
  )
  .meta({ title: 'Name' });

/** `/{code}/{name}`, the path of an endpoint. */
export const endpointPath = (at: { code: string; name: string }): string => `/${at.code}/${at.name}`;

/** The address of one call's status, below its endpoint. */
export const statusPath = (at: { code: string; name: string }, callId: string): string =>
  `${endpointPath(at)}/calls/${callId}`;
