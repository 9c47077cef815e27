import { openMs, within } from './patience.ts';
import type { SqlSession } from './session.ts';

/** Sessions of one connection, kept open for a while for those who come next. */
export interface SessionPool {
  take(): Promise<SqlSession>;
  giveBack(session: SqlSession): void;
}

/** At most so many are open at once in a thread; further ones wait for one. */
const maxSessions = 10;
const idleMs = 30_000;

export function createSessionPool(open: () => Promise<SqlSession>): SessionPool {
  const idle: { readonly session: SqlSession; readonly timer: NodeJS.Timeout }[] = [];
  const queue: ((session: SqlSession | null) => void)[] = [];
  let taken = 0;

  async function openOne(): Promise<SqlSession> {
    const opening = open();
    try {
      return await within(openMs, opening);
    } catch (error) {
      leave();
      // Nobody waits for it any more.
      opening.then(
        (late) => late.close(),
        () => undefined,
      );
      throw error;
    }
  }

  function leave(): void {
    taken -= 1;
    const next = queue.shift();
    if (next === undefined) return;
    taken += 1;
    next(null);
  }

  return {
    async take() {
      for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
        clearTimeout(kept.timer);
        if (!kept.session.isOpen()) continue;
        taken += 1;
        return kept.session;
      }
      if (taken < maxSessions) {
        taken += 1;
        return openOne();
      }
      return (await new Promise<SqlSession | null>((next) => queue.push(next))) ?? openOne();
    },
    giveBack(session) {
      if (!session.isOpen()) return leave();
      const next = queue.shift();
      if (next !== undefined) return next(session);
      taken -= 1;
      const timer = setTimeout(() => {
        idle.splice(
          idle.findIndex((kept) => kept.session === session),
          1,
        );
        session.close();
      }, idleMs).unref();
      idle.push({ session, timer });
    },
  };
}
