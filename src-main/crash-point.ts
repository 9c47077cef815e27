// Named places where the process may be made to die, so that tests can prove what the next life finds.
// `HOOKLINE_CRASH=after_commit:7` kills it at the seventh time it comes to that place; unset, this is nothing.
const wanted = process.env.HOOKLINE_CRASH?.split(':');

export type CrashPoint =
  | 'before_commit'
  | 'after_commit'
  | 'before_answer'
  | 'after_start'
  | 'before_finish'
  | 'after_finish'
  | 'in_checkpoint'
  | 'before_recovery_commit'
  | 'in_migration'
  | 'before_data_key_commit'
  | 'after_data_key_commit'
  | 'blob_written'
  | 'blob_kept';

let left = Number(wanted?.[1] ?? 1);

function dieAt(point: CrashPoint): void {
  if (point === wanted?.[0] && --left === 0) process.kill(process.pid, 'SIGKILL');
}

export const crashPoint: (point: CrashPoint) => void = wanted === undefined ? () => {} : dieAt;
