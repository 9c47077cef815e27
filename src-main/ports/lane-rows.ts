// What the store knows of lanes and of those who wait in them.
import type { Hold, LaneEvent } from '#shared/model/lane.ts';
import type { KeptRequest } from './kept-request.ts';

/** Why a lane stops: the failure of its head, or a person. */
export interface NewHold {
  readonly integrationId: string;
  /** '*' for all lanes of the integration. */
  readonly laneKey: string;
  readonly kind: Hold['kind'];
  readonly note: string;
  readonly callId: string | null;
}

/** One that the end of a call brings. */
export interface CausedHold extends NewHold {
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

export interface KeptHold extends NewHold {
  readonly sinceMs: number;
}

/** What somebody did to a lane, for its history. */
export interface LaneDeed {
  readonly action: LaneEvent['action'];
  /** null where nobody did, but a failure or the service. */
  readonly by: string | null;
  readonly atMs: number;
  readonly note: string;
}

/** A lane with waiting calls, found at start; `laneKey` is null for those that are in none yet. */
export interface BackedUpLane {
  readonly integrationId: string;
  readonly laneKey: string | null;
  readonly waiting: number;
}

export interface WaitingRow {
  readonly sequence: number;
  readonly id: string;
  readonly laneSequence: number;
  readonly method: string;
  readonly keyLabel: string | null;
  readonly receivedAtMs: number;
  readonly laneKey: string | null;
  readonly integrationVersion: number;
  readonly attempt: number;
  readonly problem: { readonly code: string; readonly text: string } | null;
  readonly nextAttemptAtMs: number | null;
}

/** A waiting call, as needed to find its lane. */
export interface UnplacedCall {
  readonly sequence: number;
  readonly id: string;
  readonly lane: string;
  readonly keyLabel: string | null;
  readonly receivedAtMs: number;
  readonly nextAttemptAtMs: number | null;
  readonly request: KeptRequest;
}
