import type { BackedUpLane, KeptHold } from './lane-rows.ts';

/** What the last life left open, put right before anything else is done. */
export interface Recovery {
  readonly interrupted: number;
  readonly cancelled: number;
  readonly resumed: number;
  /** Given up, since they had ended the process several times. */
  readonly poisoned: number;
  readonly lanes: readonly BackedUpLane[];
  readonly holds: readonly KeptHold[];
  /** The last lives ended in the middle of an execution, and not one finished any. */
  readonly isCrashLoop: boolean;
}
