import { z } from 'zod';
import { everyConnection, Host, Password, Pem, Port } from './every-connection.ts';

export const Smtp = z
  .strictObject({
    ...everyConnection,
    kind: z.literal('smtp'),
    host: Host,
    port: Port.default(587),
    /** `startTls`: encrypted, or nothing is sent; `tls`: from the first byte, mostly at port 465. */
    security: z.enum(['none', 'startTls', 'tls']).default('startTls').meta({ title: 'Security' }),
    /** Left out: nobody logs in. */
    user: z.string().min(1).max(200).optional().meta({ title: 'User' }),
    password: Password,
    from: z.email().meta({ title: 'Sender' }),
    ca: Pem.optional().meta({ title: 'Authorities that are trusted, in place of the usual ones (PEM)' }),
    insecure: z.boolean().default(false).meta({ title: 'Take any certificate, of whoever answers' }),
  })
  .meta({ title: 'SMTP', description: 'A mail server.' });
