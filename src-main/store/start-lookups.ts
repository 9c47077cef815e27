import type { KeptNote } from '#main/ports/notifications.ts';
import type { KeptReplay } from '#main/ports/replays.ts';
import type { Db } from './open.ts';
import { replaysUnderWay } from './replay-table.ts';

/** What a start asks for, once: of the writer, which is there anyhow, since a reading thread costs 15 MB. */
export const startLookups = (queue: Db) => ({
  keptNotifications: (): readonly KeptNote[] =>
    queue.prepare<[], KeptNote>('SELECT kind, id, document FROM notifications').all(),
  replaysUnderWay: (): readonly KeptReplay[] => replaysUnderWay(queue),
});
