import type { Job } from './job.ts';
import { nowMs } from './pulse.ts';
import type { Thread } from './thread.ts';

/** A thread with the executions that are in it. */
export interface Seat {
  readonly thread: Thread;
  readonly jobs: Map<number, Job>;
  /** How long its executions will take together, as far as one can tell. */
  expectedMs: number;
  isEnding: boolean;
  /** What the thread's count of beats was when it was last looked at, and for how many looks it has not grown. */
  beats: number;
  stillLooks: number;
  /** Programs that its steps have begun and that run still. */
  readonly processes: Set<number>;
  /** For how many looks it has had nothing to do. */
  idleLooks: number;
}

export const lookEveryMs = 200;
/** A thread that one execution held this long is left alone by new ones where there is another. */
const busyMs = 50;
/** With less to do than this, a thread takes what comes: to wake another one costs more than it gains. */
const lightMs = 2;
/** More than two beats of a thread that comes on. */
const notableStillLooks = 4;

export const seatOf = (thread: Thread): Seat => ({
  thread,
  jobs: new Map(),
  processes: new Set(),
  expectedMs: 0,
  isEnding: false,
  beats: 0,
  stillLooks: 0,
  idleLooks: 0,
});

/**
 * To be called every `lookEveryMs` while there is anything to do. Looks are counted and not the time between them:
 * after a sleep of the machine much time has passed in which no thread could have come on.
 */
export function lookAt(seat: Seat): void {
  const beats = seat.thread.beats();
  seat.stillLooks = beats === seat.beats && beats > 0 && seat.jobs.size > 0 ? seat.stillLooks + 1 : 0;
  seat.beats = beats;
  seat.idleLooks = seat.jobs.size === 0 ? seat.idleLooks + 1 : 0;
  const begun = seat.thread.begun();
  for (const job of seat.jobs.values()) {
    if (job.id > begun) break;
    job.beganMs ??= nowMs();
  }
}

export function sit(seat: Seat, job: Job): void {
  seat.jobs.set(job.id, job);
  seat.expectedMs += job.expectedMs;
}

export function leave(seat: Seat, job: Job): void {
  seat.jobs.delete(job.id);
  // What is subtracted a million times is not quite what was added.
  seat.expectedMs = seat.jobs.size === 0 ? 0 : seat.expectedMs - job.expectedMs;
}

/** Whether the thread has so little to do that another one would gain nothing by taking this. */
const isLight = ({ jobs, expectedMs }: Seat, job: Job): boolean =>
  jobs.size === 0 || expectedMs + job.expectedMs < lightMs;

/**
 * The seat for an execution: the first that has hardly anything to do, else the one with the fewest; one that is held
 * only where all are. `mayGrow`: another thread would be a gain.
 */
export function findSeat(
  seats: Iterable<Seat>,
  job: Job,
): { readonly best: Seat | null; readonly areAllHeld: boolean; readonly mayGrow: boolean } {
  let free: Seat | null = null;
  let held: Seat | null = null;
  for (const seat of seats) {
    if (seat.isEnding) continue;
    if (isHeld(seat)) held = lessLoaded(held, seat);
    else if (isLight(seat, job)) return { best: seat, areAllHeld: false, mayGrow: false };
    else free = lessLoaded(free, seat);
  }
  return { best: free ?? held, areAllHeld: free === null, mayGrow: true };
}

const lessLoaded = (one: Seat | null, other: Seat): Seat =>
  one !== null && one.jobs.size <= other.jobs.size ? one : other;

/** Whether new executions would have to wait for one that is at work there. */
const isHeld = ({ jobs, thread, stillLooks }: Seat): boolean =>
  jobs.size > 0 && (thread.heldMs() > busyMs || stillLooks >= notableStillLooks);

/** Whether its thread must be ended: its holder is past its limit, or it stands still and nobody is known to hold it. */
export function isStuck({ jobs, thread, stillLooks }: Seat, graceMs: number, stillMs: number): boolean {
  if (jobs.size === 0) return false;
  const { id, untilMs } = thread.holder();
  return id === 0 ? stillLooks * lookEveryMs >= stillMs : nowMs() > untilMs + graceMs;
}
