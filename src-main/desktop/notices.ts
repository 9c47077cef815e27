// What the app tells a person beside its window: what the rules of notifications say, and, for the tray, how many calls failed
// since somebody looked.
import type { CallSummary } from '#shared/model/call.ts';
import type { Telling } from '#shared/model/notification.ts';
import type { WindowCommand } from '#shared/model/window-command.ts';
import type { Notifier } from './notifier.ts';

interface NoticeDeps {
  readonly notifier: Notifier;
  ask(command: WindowCommand): void;
  /** A person who sees the window needs no notification. */
  isInFront(): boolean;
}

export interface Notices {
  /** Calls that failed since somebody last looked. */
  readonly unseen: number;
  failed(calls: readonly CallSummary[]): void;
  told(tellings: readonly Telling[]): void;
  /** Somebody looks. */
  seen(): void;
}

export function createNotices({ notifier, ask, isInFront }: NoticeDeps): Notices {
  const unseen = new Set<string>();
  return {
    get unseen() {
      return unseen.size;
    },
    seen: () => unseen.clear(),
    failed(calls) {
      if (isInFront()) return;
      for (const { id } of calls) unseen.add(id);
    },
    told(tellings) {
      for (const { type, text, rule, place } of tellings) {
        // Who asks for a test wants to see what comes of it.
        if (isInFront() && type !== 'notification.test') continue;
        notifier.tell({ title: text, body: `Rule: ${rule}`, open: () => ask({ kind: 'go', place }) });
      }
    },
  };
}
