import { z } from 'zod';
import { everyConnection } from './every-connection.ts';

export const Sqlite = z
  .strictObject({
    ...everyConnection,
    kind: z.literal('sqlite'),
    /** Relative to the data folder. */
    file: z.string().min(1).max(4_096).meta({ title: 'File' }),
  })
  .meta({ title: 'SQLite', description: 'A database file, in the data folder unless its path is absolute.' });
