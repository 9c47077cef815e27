import { z } from 'zod';
import { databaseServer, Port } from './every-connection.ts';

export const SqlServer = z
  .strictObject({
    ...databaseServer,
    kind: z.literal('sqlServer'),
    port: Port.default(1433),
  })
  .meta({ title: 'SQL Server', description: 'A database server.' });
