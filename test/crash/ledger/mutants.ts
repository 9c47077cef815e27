// The product with one promise broken, as changes of its source.
import type { Edit } from '#test/support/bundle.ts';
import { bundleChanged } from '#test/support/bundle-once.ts';
import { bundleFolder } from '#test/support/bundled.ts';

/** Whoever asks for it ends the thread of a `reader-dies`. */
export const deadlyCall = '01981f5c-0000-7000-8000-000000000000';

/** The result of an attempt comes once more, after that attempt was given up and the next one has begun. */
const lateResults: Edit = {
  file: 'lane/run-call.ts',
  from: `  crashPoint('after_start');`,
  to: `
    if (call.attempt > 1) {
      const late = { sequence: call.sequence, attempt: call.attempt - 1, state: 'failed', answer: null,
        problem: { code: 'step_failed', text: 'late' },
        stepsJson: '[]', timings: { ...call.timings }, finishedAtMs: deps.now(), waitMs: 0, runMs: 0,
        answeredStatus: null, failure: null, hold: null };
      await deps.calls.finish(late);
    }`,
};

export const mutants = {
  /** Commits are in the page cache and not on the disk. */
  'never-synced': [
    {
      file: 'store/open.ts',
      from: `db.pragma('synchronous = FULL')`,
      to: `db.pragma('synchronous = NORMAL')`,
    },
    { file: 'store/open.ts', from: `db.pragma('synchronous', { simple: true }) !== 2`, to: 'false' },
    { file: 'store/open-writer.ts', from: `db.pragma('synchronous', { simple: true }) !== 2`, to: 'false' },
  ],
  /** Callers are answered while their transaction is still open. */
  'answered-before-commit': [
    {
      file: 'store/writer.ts',
      from: 'const replies = together.immediate(requests);',
      to: `
        if (!queue.inTransaction) {
          queue.exec('BEGIN IMMEDIATE');
          setTimeout(() => queue.exec('COMMIT'), 1_000);
        }
        const replies = requests.map(run);
        counters.write();`,
    },
  ],
  'knows-no-keys': [
    {
      file: 'store/call-moves.ts',
      from: 'idempotency === null ? null : keys.claim(',
      to: 'true ? null : keys.claim(',
    },
    {
      file: 'store/call-moves.ts',
      from: 'if (idempotency !== null) keys.keep(',
      to: 'if (false) keys.keep(',
    },
  ],
  'two-at-a-time': [
    { file: 'lane/lane.ts', from: 'isHeld ? 0 : isStrict ? 1 : trigger.concurrency', to: 'isHeld ? 0 : 2' },
  ],
  'newest-first': [
    {
      file: 'lane/lane-queue.ts',
      from: 'const first = remembered[0];',
      to: 'const first = remembered.at(-1);',
    },
    {
      file: 'lane/lane-queue.ts',
      from: 'if (!later.remove(next.sequence)) remembered.shift();',
      to: 'if (!later.remove(next.sequence)) remembered.pop();',
    },
  ],
  /** The number of a call is the time at which it came. */
  'ordered-by-time': [
    {
      file: 'store/call-moves.ts',
      from: '(state, attempt, wait_ms, lane_sequence,',
      to: '(state, attempt, wait_ms, sequence, lane_sequence,',
    },
    {
      file: 'store/call-moves.ts',
      from: '}, ?, $',
      to: '}, ?, ?, $',
    },
    {
      file: 'store/call-moves.ts',
      from: '.run(laneSequence, ...call)',
      // The moment it was received stands there.
      to: '.run(call[10] * 100 + laneSequence % 100, laneSequence, ...call)',
    },
  ],
  'succeeded-before-effects': [
    {
      file: 'lane/run-call.ts',
      from: 'const outcome = await executeToEnd(deps, group, call, request);',
      to: `
        void executeToEnd(deps, group, call, request).catch(() => {});
        const answer = { status: 200, headers: [], body: null };
        const outcome = { state: 'succeeded', answer, problem: null, failStatus: null, stepsJson: '[]', runMs: 0 };`,
    },
  ],
  'cut-off-is-done': [
    {
      file: 'store/recover.ts',
      from: `SET state = 'waiting', wait_ms = NULL, crashes = crashes + 1 WHERE`,
      to: `SET state = 'succeeded', wait_ms = NULL, crashes = crashes + 1 WHERE`,
    },
  ],
  'once-is-again': [
    { file: 'store/recover.ts', from: `(caller <> 'answered') + once > 0`, to: `caller <> 'answered'` },
  ],
  /** No broken promise but a fault: the thread that writes ends in the middle of a commit that somebody waits for. */
  'writer-dies': [
    {
      file: 'store/writer.ts',
      from: 'const replies = requests.map(run);',
      to: `
        globalThis.commits = (globalThis.commits ?? 0) + 1;
        if (globalThis.commits > 4 && requests.some(([name]) => name === 'accept')) process.exit(1);
        const replies = requests.map(run);`,
    },
  ],
  /** And one that reads, where it looks for a certain call. */
  'reader-dies': [
    {
      file: 'store/worker.ts',
      from: 'attempt(() => ({ value: (lookups[name]',
      to: `attempt(() => argument === '${deadlyCall}' ? process.exit(1) : ({ value: (lookups[name]`,
    },
  ],
  'late-results': [lateResults],
  /** What was cut off gets a new number, behind all others. */
  'cut-off-to-the-tail': [
    {
      file: 'store/recover.ts',
      from: `const resumed = db`,
      to: `
        db.exec(\`
          PRAGMA defer_foreign_keys = ON;
          CREATE TEMP TABLE moved AS SELECT sequence AS old, (SELECT max(sequence) FROM calls) + rowid AS new
            FROM calls WHERE state = 'running';
          UPDATE calls SET sequence = (SELECT new FROM moved WHERE old = sequence) WHERE state = 'running';
          UPDATE requests SET sequence = (SELECT new FROM moved WHERE old = sequence)
            WHERE sequence IN (SELECT old FROM moved);
          UPDATE attempts SET sequence = (SELECT new FROM moved WHERE old = sequence)
            WHERE sequence IN (SELECT old FROM moved);\`);
        const resumed = db`,
    },
  ],
  /** And they are believed: the fence is gone. */
  'late-results-believed': [
    lateResults,
    {
      file: 'store/attempt-moves.ts',
      from: `result_bytes = ?
    WHERE sequence = ? AND state = 'running' AND attempt = ?`,
      to: `result_bytes = ? WHERE sequence = ? AND ? IS NOT NULL`,
    },
  ],
} as const satisfies Record<string, readonly Edit[]>;

export type MutantName = keyof typeof mutants;

/** Makes the mutant; gives the environment of a process that is it. */
export const mutantEnvironment = async (name: MutantName): Promise<Record<string, string>> => ({
  [bundleFolder]: await bundleChanged(name, mutants[name]),
});
