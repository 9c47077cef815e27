import { z } from 'zod';
import { Pem } from './connection/every-connection.ts';

/** What a connection over TLS trusts, and what it shows. */
export const HttpTls = z.strictObject({
  ca: Pem.optional().meta({ title: 'Authorities that are trusted, in place of the usual ones (PEM)' }),
  certificate: Pem.optional().meta({ title: 'Client certificate (PEM)' }),
  privateKey: Pem.optional().meta({ title: 'Key of the client certificate (PEM)', secret: true }),
  passphrase: z.string().max(1_000).optional().meta({ title: 'Passphrase of the key', secret: true }),
  /** Whoever stands in between can then read and change everything. */
  insecure: z.boolean().default(false).meta({ title: 'Take any certificate, of whoever answers' }),
});
export type HttpTls = z.infer<typeof HttpTls>;
