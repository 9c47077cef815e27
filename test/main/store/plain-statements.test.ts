// What SQLite does for one call is done thousands of times a second: it writes rows, and makes nothing else.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createLives } from '#main/store/lives.ts';
import { migrate } from '#main/store/migrate.ts';
import { configMigrations } from '#main/store/migrations/config.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { rowsOf } from '#main/store/new-rows.ts';
import { createWriter } from '#main/store/writer.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { finished, newCall } from '#test/support/store.ts';

it('a call is accepted, started and ended without a table that SQLite makes for the moment', async () => {
  const folder = await newFolder();
  const asked: string[] = [];
  const queue = new Database(join(folder, 'queue.db'), { verbose: (sql) => void asked.push(String(sql)) });
  const config = new Database(join(folder, 'config.db'));
  try {
    migrate(queue, queueMigrations, () => '');
    migrate(config, configMigrations, () => '');
    const write = createWriter({ queue, config }, createLives(queue), () => undefined, {
      bringHome: () => true,
    });
    asked.length = 0;
    const replies = write([
      ['accept', rowsOf(newCall())],
      ['start', { sequence: 1, startedAtMs: 1_700_000_000_001 }],
      ['finish', finished(1, 1)],
    ]);
    expect(replies.filter((reply) => 'failure' in reply)).toEqual([]);
    const statements = asked.filter((sql) => /^\s*(SELECT|INSERT|UPDATE)\b/.test(sql));
    expect(statements.length).toBeGreaterThan(5);
    const steps = statements.flatMap((sql) => queue.prepare(`EXPLAIN ${sql}`).all() as { opcode: string }[]);
    expect(steps.filter(({ opcode }) => opcode === 'OpenEphemeral')).toEqual([]);
  } finally {
    queue.close();
    config.close();
    await dropFolder(folder);
  }
});
