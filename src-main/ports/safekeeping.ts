import type { Recovery, RecoveryChoice } from '#shared/model/setting.ts';
import type { ProblemCode } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';

/** What there is after a restore or a repair. */
export interface Restored {
  readonly calls: number;
  /** Where the files of before are now; null where they are still in use. */
  readonly setAside: string | null;
}

/** The same where the installation goes on with it at once. */
export interface Recovered extends Restored {
  /** Why callers do not reach it where its settings say; null where they do. */
  readonly notListening: { readonly code: ProblemCode; readonly text: string } | null;
}

/** What a store does against damage and loss. */
export interface Safekeeping {
  /** Why the data waits for somebody to decide; until then all else fails with `in_recovery`. */
  readonly damage: Recovery | null;
  /** What came of a backup that was to be put in place at the start. */
  readonly restored: Restored | null;
  /** What the operator should know of what was found at the start. */
  readonly warning: string | null;
  /**
   * Does what was decided. What is damaged still is then in `damage`. Problems: `input_invalid`, `backup_unreadable`,
   * `database_newer`, with nothing touched.
   */
  repair(choice: RecoveryChoice): Promise<Result<Restored>>;
  /**
   * One file, made while calls come in, at an absolute path where nothing or an earlier backup is. Problems:
   * `input_invalid`, `backup_failed`.
   */
  backup(
    file: string,
  ): Promise<Result<{ readonly file: string; readonly bytes: number; readonly calls: number }>>;
  /** Writes nothing more, at once: the files can no longer be relied on. */
  abandon(why: Error): void;
}
