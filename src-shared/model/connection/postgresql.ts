import { z } from 'zod';
import { databaseServer, Port } from './every-connection.ts';

export const Postgresql = z
  .strictObject({
    ...databaseServer,
    kind: z.literal('postgresql'),
    port: Port.default(5432),
  })
  .meta({ title: 'PostgreSQL', description: 'A database server.' });
