// Builds what the life of a call asks for, out of what the installation has.
import { createAnswerTimes } from './call/answer-times.ts';
import { isLoopback } from './call/auth/none.ts';
import type { Hidden } from './call/capture.ts';
import { createBodyChecks } from './call/check-body.ts';
import { createDoor } from './call/door.ts';
import type { CallDeps } from './call/handle-call.ts';
import type { Journal } from './call/journal.ts';
import type { KeyUse } from './call/key-use.ts';
import { createRateLimits } from './call/rate-limits.ts';
import { createRefusals } from './call/refusals.ts';
import type { Registry } from './call/registry.ts';
import { createWrongKeys } from './call/wrong-keys.ts';
import type { Lanes } from './lane/lanes.ts';
import type { networkRules } from './network-rules.ts';
import type { RunPort } from './ports/run.ts';
import type { Store } from './ports/store.ts';
import type { Settings } from '#shared/model/setting.ts';

interface Parts {
  readonly store: Store;
  readonly registry: Registry;
  readonly lanes: Lanes;
  readonly journal: Journal;
  readonly keyUse: KeyUse;
  readonly run: RunPort;
  /** What follows the settings. */
  settings(): Settings;
  hidden(): Hidden;
  network(): ReturnType<typeof networkRules>;
  isDiskFull(): boolean;
  /** Whether bodies can be sealed: the data key is there. */
  canSeal(): boolean;
  isClosing(): boolean;
  report(what: string, error: unknown): void;
  tick(): number;
}

export function createCallDeps(parts: Parts): CallDeps {
  const { store, registry, lanes, journal, keyUse, run, isDiskFull, isClosing, report, tick } = parts;
  const { settings, hidden, network } = parts;
  return {
    registry,
    door: createDoor({ backlog: store.backlog, limits: () => settings().limits, isDiskFull }),
    lanes,
    refusals: createRefusals({
      calls: store.calls,
      hidden,
      refused: journal.stored,
      isOff: () => isDiskFull() || store.damage !== null,
      report,
      tick,
    }),
    wrongKeys: createWrongKeys({
      tick,
      isExempt: (address) => isLoopback(address) || network().proxies?.has(address) === true,
    }),
    rateLimits: createRateLimits(tick),
    bodyChecks: createBodyChecks(run),
    keyUse,
    calls: store.calls,
    answerTimes: createAnswerTimes({ calls: store.calls, report }),
    blobs: store.blobs,
    hidden,
    canSeal: parts.canSeal,
    addressRules: () => network().callers,
    isClosing,
    announce: journal.changed,
    report,
    tick,
  };
}
