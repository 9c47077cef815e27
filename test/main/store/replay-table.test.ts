import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#main/store/migrate.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { openForWriting, type Db } from '#main/store/open.ts';
import { replayLookups, replayTable } from '#main/store/replay-table.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
let db: Db;
beforeEach(async () => {
  folder = await newFolder();
  db = openForWriting(join(folder, 'queue.db'));
  migrate(db, queueMigrations, () => '');
});
afterEach(async () => {
  db.close();
  await dropFolder(folder);
});

function begin(total: number) {
  const replays = replayTable(db);
  const id = randomUUID();
  const begun = { id, startedAt: '', by: '', selection: { filter: {} }, lastProblem: null, after: 0 };
  replays.beginReplay({ ...begun, state: 'running', total, sent: 0, leftOut: 0, upTo: total });
  for (const origin of [1, 2, 3]) replays.stepped({ id, origin });
  return { ...replays, id };
}
const kept = () => replayLookups(db).replays();
const gone = 'They were no longer there when their turn came.';

test('what was gone when its turn came is left out, whatever took it', () => {
  const { id, endReplay } = begin(7);
  endReplay({ id, state: 'done' });
  expect(kept()).toMatchObject([{ state: 'done', sent: 3, leftOut: 4, lastProblem: gone }]);
});

test('why one was not let in stays said where others were gone', () => {
  const { id, leaveOut, endReplay } = begin(7);
  leaveOut({ id, origin: 4, problem: 'The endpoint takes POST, not GET.' });
  endReplay({ id, state: 'done' });
  const lastProblem = 'The endpoint takes POST, not GET.';
  expect(kept()).toMatchObject([{ sent: 3, leftOut: 4, lastProblem }]);
});

test('what a stopped one has not sent is not left out', () => {
  const { id, endReplay } = begin(7);
  endReplay({ id, state: 'stopped' });
  expect(kept()).toMatchObject([{ state: 'stopped', sent: 3, leftOut: 0, lastProblem: null }]);
});
