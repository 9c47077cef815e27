import { z } from 'zod';
import { databaseServer, Port } from './every-connection.ts';

export const Mysql = z
  .strictObject({
    ...databaseServer,
    kind: z.literal('mysql'),
    port: Port.default(3306),
  })
  // Its driver looks for no address in a certificate.
  .refine(({ tls, host }) => tls !== 'verify' || !/^[\d.]+$|:/.test(host), {
    path: ['host'],
    message: 'With TLS verified, a MySQL or MariaDB server is named by its host name, not by its address.',
  })
  .meta({ title: 'MySQL or MariaDB', description: 'A database server.' });
