import { z } from 'zod';
import { HttpAuthentication } from '../http-authentication.ts';
import { HttpTls } from '../http-tls.ts';
import { everyConnection } from './every-connection.ts';

export const Http = z
  .strictObject({
    ...everyConnection,
    kind: z.literal('http'),
    /** What the addresses of requests are relative to. */
    baseUrl: z.url({ protocol: /^https?$/ }).meta({ title: 'Base address' }),
    authentication: HttpAuthentication.default({ kind: 'none' }).meta({ title: 'Authentication' }),
    tls: HttpTls.prefault({}).meta({ title: 'TLS' }),
  })
  .meta({ title: 'HTTP', description: 'Another system with an HTTP interface.' });
