// SQLite in a process of its own: a statement that takes long holds no execution beside it, and ends with the process,
// since nothing else interrupts it. It never opens a database itself.
import { existsSync } from 'node:fs';
import type { ConnectionOf } from '#shared/model/connection.ts';
import { placeParameters } from './placeholders.ts';
import type { SqlDriver, SqlResult, SqlSession } from './session.ts';
import { beginChild } from './child.ts';
import type { SqliteAnswer, SqliteRequest } from './sqlite-process.ts';
import { StepFailure } from '../step-failure.ts';

/** Beside the bundles when built, where this file is a chunk of one. */
const entry = import.meta.url.endsWith('.ts')
  ? new URL('./sqlite-process.ts', import.meta.url)
  : new URL('../sqlite-process.js', import.meta.url);

const dialect = { place: () => '?', backslashes: false };

export const sqlite: SqlDriver<ConnectionOf<'sqlite'>> = {
  begin: 'BEGIN IMMEDIATE',
  async open({ file }) {
    // SQLite says the same of any file that it cannot open, and names none.
    if (!existsSync(file)) throw new StepFailure(`There is no file ${file}.`);
    const child = beginChild(entry, [file]);
    let isOpen = true;
    let waiting: { resolve(answer: SqliteAnswer): void; reject(error: Error): void } | null = null;
    const answered = (): Promise<SqliteAnswer> =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    child.onMessage((answer) => waiting?.resolve(answer as SqliteAnswer));
    const ended = (error?: Error): void => {
      isOpen = false;
      waiting?.reject(error ?? new Error('The process of the database has ended.'));
    };
    child.onEnd(ended);

    async function ask(request: SqliteRequest | null): Promise<SqlResult> {
      const coming = answered();
      if (request !== null) child.send(request);
      const answer = await coming;
      if ('error' in answer) throw new StepFailure(answer.error, { isFinal: answer.isFinal });
      return answer;
    }

    const session: SqlSession = {
      async run(statement, maxRows) {
        const { text, values } = placeParameters(statement, dialect);
        return ask({ text, values, maxRows });
      },
      isOpen: () => isOpen,
      async cancel() {
        isOpen = false;
        child.kill();
      },
      close: () => child.close(),
    };
    try {
      await ask(null);
      return session;
    } catch (error) {
      child.kill();
      throw error;
    }
  },
};
