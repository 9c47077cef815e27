import { z } from 'zod';

export const ConnectionName = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/,
    'A name has at most 64 letters, digits, dots, underscores and hyphens, and begins with a letter or digit.',
  )
  .meta({ title: 'Name' });

export const Pem = z
  .string()
  .max(1024 * 1024)
  .meta({ widget: 'longText' });

/** What a connection of any kind has. */
export const everyConnection = { name: ConnectionName };

export const Host = z.string().trim().min(1).max(253).meta({ title: 'Host' });
export const Port = z.number().int().min(1).max(65_535).meta({ title: 'Port' });

/** Left out: as it is kept; where none is kept there is none. */
export const Password = z.string().max(10_000).optional().meta({ title: 'Password', secret: true });

/** A database that is asked over the network. */
export const databaseServer = {
  ...everyConnection,
  host: Host,
  database: z.string().min(1).max(200).meta({ title: 'Database' }),
  user: z.string().min(1).max(200).meta({ title: 'User' }),
  password: Password,
  /** `on`: encrypted, to whoever answers; `verify`: to the server whose certificate is good for the host. */
  tls: z.enum(['off', 'on', 'verify']).default('off').meta({ title: 'TLS' }),
  ca: Pem.optional().meta({ title: 'Authorities that are trusted, in place of the usual ones (PEM)' }),
};
