import type { Program, RunPort } from '#main/ports/run.ts';
import type { CallStore } from '#main/ports/store.ts';
import { type CallSummary, roundMs } from '#shared/model/call.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import type { LiveCall } from './live-call.ts';

/** A version that calls were accepted under, as needed to run them. */
export interface PinnedVersion {
  readonly program: Program;
  readonly timeoutMs: number;
}

/** What a version of an integration may need secrets for. */
export interface Needs extends Pick<Program, 'dataProcessing' | 'steps' | 'hiddenBodyPaths'> {
  /** The expression that gives each call its lane; null where there is one for all. */
  readonly by: string | null;
}

/** Secrets that cannot be read now. */
export interface MissingSecrets {
  /** Whether there are any; nothing else is asked while there are none. */
  areSome(): boolean;
  /** Why a call with these needs would fail for want of a secret, and what helps, in sentences; null where it would not. */
  whyNot(needs: Needs): string | null;
}

/** What lanes are given. */
export interface LaneDeps {
  readonly calls: CallStore;
  readonly run: RunPort;
  version(integrationId: string, version: number): PinnedVersion | Promise<PinnedVersion>;
  readonly missing: MissingSecrets;
  /** What stands for a key that nobody may see: the same for the same key. */
  hideKey(key: string): string;
  /** A call changed; its change is on disk. */
  announce(call: LiveCall): void;
  /** The same, of a call that this life knows from disk alone. */
  announceStored(call: CallSummary): void;
  /** Something that should not happen did; the lane goes on. */
  report(what: string, error: unknown): void;
  /** Milliseconds since 1970. */
  now(): number;
  /** The monotonic clock, in milliseconds. */
  tick(): number;
  /** From 0 up to 1. */
  random(): number;
}

/** How long a move that the store could not take waits before it is tried again. */
export const retryMs = 1_000;

/** How long ago a call was received, by the best clock there is for it. */
export const sinceReceived = ({ now, tick }: Pick<LaneDeps, 'now' | 'tick'>, call: LiveCall): number =>
  roundMs(Math.max(0, call.receivedTick === null ? now() - call.receivedAtMs : tick() - call.receivedTick));

/** Now, as this call's own clock has it: the times of its life stand beside each other, wherever the other clock leaps. */
export const momentOf = (clocks: Pick<LaneDeps, 'now' | 'tick'>, call: LiveCall): number =>
  Math.round(call.receivedAtMs + sinceReceived(clocks, call));

/**
 * When a call that was put off may start, by the monotonic clock: never later than its trigger's longest wait from
 * now, whatever happened to the other clock meanwhile. Null for at once.
 */
export function dueMsOf(
  { now, tick }: Pick<LaneDeps, 'now' | 'tick'>,
  { retry: { waitSeconds, jitter } }: Pick<Trigger, 'retry'>,
  nextAttemptAtMs: number | null,
): number | null {
  if (nextAttemptAtMs === null) return null;
  const longestMs = Math.max(...waitSeconds) * 1_000 * (1 + jitter);
  const inMs = Math.min(longestMs, nextAttemptAtMs - now());
  return inMs > 0 ? tick() + inMs : null;
}

/** A problem as it is kept: its code and the full reason. */
export const keptProblem = (why: {
  readonly code: string;
  readonly detail: string;
  readonly reason?: string;
}): { readonly code: string; readonly text: string } => ({ code: why.code, text: why.reason ?? why.detail });
