// What is kept of replays. How far one has come is written in the commit of each call that it makes, so that a restart
// neither leaves a call out nor sends one twice.
import type { Replay, ReplayState } from '#shared/model/replay.ts';

export interface KeptReplay extends Omit<Replay, 'waitsFor'> {
  /** The sequence of the last call that it has dealt with. */
  readonly after: number;
  /** Later calls than this one are not meant: they came when it had begun. */
  readonly upTo: number;
}

/** A step of a replay, as it is kept with the call that it makes. */
export interface ReplayStep {
  readonly id: string;
  /** The sequence of the call that is sent again. */
  readonly origin: number;
}

export interface ReplayStore {
  begin(replay: KeptReplay): Promise<void>;
  /** The call of this step was not sent. */
  leaveOut(step: ReplayStep & { readonly problem: string }): Promise<void>;
  end(replay: { readonly id: string; readonly state: ReplayState }): Promise<void>;
  /** Those that have not ended, for a restart to go on with. */
  underWay(): Promise<readonly KeptReplay[]>;
  /** The newest first. */
  all(): Promise<readonly KeptReplay[]>;
}
