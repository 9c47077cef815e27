// How long is waited for a database that may have stopped speaking: for whatever no time limit of a step ends.
import { StepFailure } from '../step-failure.ts';
import { secondsText } from '../time-limit.ts';
import type { SqlSession } from './session.ts';

/** For a connection to a server, where a driver has no bound of its own, or for one answer on it. */
export const connectMs = 10_000;
/** For a session, with all that a driver asks before it is one. */
export const openMs = 20_000;
/** For what ends a statement, or takes it back. */
export const stopMs = 5_000;

export async function within<T>(ms: number, done: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const why = `The database did not answer within ${secondsText(ms)}.`;
    timer = setTimeout(() => reject(new StepFailure(why)), ms);
  });
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends a session and what runs in it, in the database too where that still listens. */
export async function stopSession(session: SqlSession): Promise<void> {
  try {
    await within(stopMs, session.cancel());
  } finally {
    session.close();
  }
}

/** Takes a transaction back. A session that cannot even do that is of no use to anybody. */
export async function undo(session: SqlSession): Promise<void> {
  try {
    await within(stopMs, session.run({ text: 'ROLLBACK', parameters: {} }, 1));
  } catch {
    await stopSession(session).catch(() => undefined);
  }
}
