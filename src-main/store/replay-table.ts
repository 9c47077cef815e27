import type { KeptReplay, ReplayStep } from '#main/ports/replays.ts';
import type { Replay, ReplayState } from '#shared/model/replay.ts';
import type { Db } from './open.ts';

/** Older ones that have ended are forgotten. */
const keptReplays = 50;

const columns = `id, started_at AS startedAt, "by", selection, state, total, sent, left_out AS leftOut,
  last_problem AS lastProblem, after, up_to AS upTo`;

/** As the writer has it: inside the transaction of whatever else goes to disk. */
export function replayTable(db: Db) {
  const insert = db.prepare(`
    INSERT INTO replays (id, started_at, "by", selection, state, total, after, up_to)
    VALUES (@id, @startedAt, @by, @selection, @state, @total, @after, @upTo)`);
  const forget = db.prepare(`
    DELETE FROM replays WHERE state <> 'running' AND id NOT IN (
      SELECT id FROM replays ORDER BY started_at DESC LIMIT ${keptReplays})`);
  const step = db.prepare('UPDATE replays SET after = @origin, sent = sent + 1 WHERE id = @id');
  const pass = db.prepare(`
    UPDATE replays SET after = @origin, left_out = left_out + 1, last_problem = @problem WHERE id = @id`);
  const end = db.prepare(`UPDATE replays SET state = @state WHERE id = @id AND state = 'running'`);
  const missLost = db.prepare(`
    UPDATE replays SET left_out = total - sent,
      last_problem = coalesce(last_problem, 'They were no longer there when their turn came.')
    WHERE id = @id AND state = 'done' AND sent + left_out < total`);
  return {
    beginReplay({ selection, ...replay }: KeptReplay): void {
      forget.run();
      insert.run({ ...replay, selection: JSON.stringify(selection) });
    },
    leaveOut: (left: ReplayStep & { readonly problem: string }): void => void pass.run(left),
    endReplay({ id, state }: { readonly id: string; readonly state: ReplayState }): void {
      end.run({ id, state });
      missLost.run({ id });
    },
    /** Its call was put on disk. */
    stepped: (made: ReplayStep): void => void step.run(made),
  };
}

/** Those that have not ended. */
export const replaysUnderWay = (db: Db): readonly KeptReplay[] =>
  db
    .prepare<[], ReplayRow>(`SELECT ${columns} FROM replays WHERE state = 'running' ORDER BY started_at DESC`)
    .all()
    .map(replayOf);

interface ReplayRow extends Omit<KeptReplay, 'selection'> {
  readonly selection: string;
}

const replayOf = (row: ReplayRow): KeptReplay => ({
  ...row,
  selection: JSON.parse(row.selection) as Replay['selection'],
});

/** As the reader has it. */
export function replayLookups(db: Db) {
  const all = db.prepare(`SELECT ${columns} FROM replays ORDER BY started_at DESC`);
  return { replays: (): readonly KeptReplay[] => (all.all() as ReplayRow[]).map(replayOf) };
}
