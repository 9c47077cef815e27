// A call's life as a plain value: what each deed does to it, in the fewest words, to hold the store against.
import type { Caller } from '#main/ports/kept-request.ts';
import type { CallState } from '#shared/model/call.ts';

export interface ModelCall {
  readonly id: string;
  readonly sequence: number;
  readonly once: boolean;
  state: CallState;
  attempt: number;
  caller: Caller;
  crashes: number;
  /** The outcome of each attempt that ended. */
  readonly outcomes: string[];
}

export type Deed =
  | { readonly kind: 'accept'; readonly start: boolean; readonly caller: Caller; readonly once: boolean }
  | { readonly kind: 'start' | 'skip'; readonly of: number }
  | { readonly kind: 'cancel'; readonly of: number; readonly unstarted: boolean }
  | { readonly kind: 'detach'; readonly of: number; readonly caller: 'answered' | 'timedOut' }
  /** `late`: of an attempt before. */
  | {
      readonly kind: 'finish';
      readonly of: number;
      readonly late: boolean;
      readonly state: 'succeeded' | 'failed';
    }
  | { readonly kind: 'putBack'; readonly of: number; readonly late: boolean; readonly crashed: boolean }
  | { readonly kind: 'putOff'; readonly of: number; readonly late: boolean }
  | { readonly kind: 'restart' }
  | { readonly kind: 'retain'; readonly keep: number };

const maxCrashes = 3;

export const isEnded = ({ state }: ModelCall): boolean => state !== 'waiting' && state !== 'running';

/** Does a deed to one call; whether it was to be done. */
export function doTo(call: ModelCall, deed: Extract<Deed, { readonly of: number }>): boolean {
  const isCurrent = call.state === 'running' && !('late' in deed && deed.late);
  switch (deed.kind) {
    case 'start':
      if (call.state !== 'waiting') return false;
      call.state = 'running';
      call.attempt += 1;
      return true;
    case 'skip':
      if (call.state !== 'waiting') return false;
      call.state = 'failed';
      return true;
    case 'cancel':
      if (call.state !== 'waiting' || (deed.unstarted && call.attempt > 0)) return false;
      call.state = 'cancelled';
      return true;
    case 'detach':
      if (call.caller !== 'waiting' || call.state === 'cancelled') return false;
      call.caller = deed.caller;
      return true;
    case 'finish':
      if (!isCurrent) return false;
      call.state = deed.state;
      call.outcomes.push(deed.state);
      return true;
    case 'putBack':
    case 'putOff':
      if (!isCurrent) return false;
      call.state = 'waiting';
      call.outcomes.push(deed.kind === 'putBack' ? 'interrupted' : 'failed');
      if (deed.kind === 'putBack' && deed.crashed) call.crashes += 1;
      return true;
  }
}

/** What a start finds of a call that the last life left open, and makes of it. */
export function recoverCall(call: ModelCall): void {
  if (call.state === 'running') {
    call.outcomes.push('interrupted');
    call.crashes += 1;
    const mayRepeat = call.caller === 'answered' && !call.once;
    call.state = !mayRepeat ? 'interrupted' : call.crashes >= maxCrashes ? 'failed' : 'waiting';
  }
  if (call.state === 'waiting' && call.caller === 'waiting')
    call.state = call.attempt === 0 ? 'cancelled' : 'interrupted';
}
