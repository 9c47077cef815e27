import type { Backlog } from '#main/ports/backlog.ts';
import type { Settings } from '#shared/model/setting.ts';
import { problem, type Problem } from '#shared/problem.ts';

/** A commit that takes longer is not waited for by more calls: they would only pile up. */
export const maxCommitWaitMs = 2_000;

/** What the installation takes on at one time, over all triggers. */
export interface Door {
  /**
   * Why it takes no more at this moment; null where it does. `bytes`: of the body, as far as they are known.
   * Problems: `storage_full`, `storage_slow`, `installation_full`, `callers_full`.
   */
  refusal(call: { readonly bytes: number; readonly waits: boolean }): Problem | null;
  /** A caller waits for a result from now on. */
  enter(): void;
  leave(): void;
  readonly waitingCallers: number;
}

export function createDoor(deps: {
  readonly backlog: Backlog;
  limits(): Settings['limits'];
  isDiskFull(): boolean;
}): Door {
  const { backlog, limits } = deps;
  let waitingCallers = 0;
  return {
    refusal({ bytes, waits }) {
      if (deps.isDiskFull()) return problem('storage_full', { retryAfterSeconds: 60 });
      const commitWaitMs = backlog.commitWaitMs();
      if (commitWaitMs > maxCommitWaitMs) {
        const reason = `A call has been on its way to disk for ${Math.round(commitWaitMs)} ms.`;
        return problem('storage_slow', { reason, retryAfterSeconds: 1 });
      }
      const { waitingBytes: maxBytes, waitingCallers: maxCallers } = limits();
      const waitingBytes = backlog.bytes();
      // A call that is alone fits, however large its trigger lets it be.
      if (waitingBytes > 0 && waitingBytes + bytes > maxBytes) {
        const reason = `${waitingBytes} bytes are waiting, ${maxBytes} may; this call has ${bytes}.`;
        return problem('installation_full', { reason, retryAfterSeconds: 30 });
      }
      if (waits && waitingCallers >= maxCallers) {
        const reason = `${waitingCallers} callers are waiting, ${maxCallers} may.`;
        return problem('callers_full', { reason, retryAfterSeconds: 5 });
      }
      return null;
    },
    enter() {
      waitingCallers += 1;
    },
    leave() {
      waitingCallers -= 1;
    },
    get waitingCallers() {
      return waitingCallers;
    },
  };
}
