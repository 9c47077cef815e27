import { join } from 'node:path';
import { openForReading } from './open.ts';

/**
 * Keeps a connection to each database open in this thread, which only the end of the process takes away. Where the
 * threads end without being asked to, SQLite would otherwise see the last connection go, and bring the log home
 * and delete it: after a failed fsync that must not be, and a missing log means damage at the next start.
 */
export function holdFiles(folder: string): () => void {
  const held = ['queue.db', 'config.db'].map((name) => openForReading(join(folder, name)));
  // The lock on a file comes with the first look into it, and stays.
  for (const db of held) db.pragma('user_version');
  return () => held.forEach((db) => db.close());
}
