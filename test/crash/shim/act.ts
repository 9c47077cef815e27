// Does to a folder what it is told, one act after the other, and then kills itself: `node act.ts <acts as JSON>`.
import * as fs from 'node:fs';
import Database from 'better-sqlite3';

export type Act =
  | readonly ['write' | 'append', file: string, text: string]
  | readonly ['sync' | 'unlink' | 'mkdir', path: string]
  | readonly ['truncate', file: string, bytes: number]
  | readonly ['rename', from: string, to: string]
  | readonly ['commit', file: string, synchronous: 'NORMAL' | 'FULL', text: string];

function perform(act: Act): void {
  switch (act[0]) {
    case 'write':
      return fs.writeFileSync(act[1], act[2]);
    case 'append':
      return fs.appendFileSync(act[1], act[2]);
    case 'truncate':
      return fs.truncateSync(act[1], act[2]);
    case 'rename':
      return fs.renameSync(act[1], act[2]);
    case 'unlink':
      return fs.unlinkSync(act[1]);
    case 'mkdir':
      return fs.mkdirSync(act[1]);
    case 'sync': {
      const fd = fs.openSync(act[1], 'r');
      fs.fsyncSync(fd);
      return fs.closeSync(fd);
    }
    case 'commit': {
      const db = new Database(act[1]);
      db.pragma('journal_mode = WAL');
      db.exec('CREATE TABLE IF NOT EXISTS words (word TEXT)');
      db.pragma(`synchronous = ${act[2]}`);
      db.prepare('INSERT INTO words VALUES (?)').run(act[3]);
      // Not closed: that would checkpoint.
      open.push(db);
    }
  }
}

const open: Database.Database[] = [];
for (const act of JSON.parse(process.argv[2]!) as Act[]) perform(act);
process.kill(process.pid, 'SIGKILL');
