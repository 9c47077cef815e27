// What the next start finds after somebody or something damaged the files of the one before.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#main/ports/store.ts';
import { newBackupFile } from '#main/store/backups.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { newCall, openStore, tryStore } from '#test/support/store.ts';

let home: string;
let folder: string;
let store: Store | null = null;
beforeEach(async () => {
  home = await newFolder();
  folder = join(home, 'data');
  mkdirSync(folder);
});
afterEach(async () => {
  await store?.close();
  store = null;
  await dropFolder(home);
});

const file = (name: string) => join(folder, name);
const marker = () => JSON.parse(readFileSync(file('hwm.json'), 'utf8')) as Record<string, unknown>;

/** A life of so many calls that ended cleanly. */
async function live(calls: number, bodyBytes = 5): Promise<void> {
  const life = await openStore(folder);
  const body = { kind: 'bytes' as const, bytes: new Uint8Array(bodyBytes).fill(65) };
  const one = () => {
    const call = newCall();
    return { ...call, request: { ...call.request, body } };
  };
  await Promise.all(Array.from({ length: calls }, () => life.calls.accept(one())));
  await life.close();
}

/** The same, but the process went away: the files as they were while it ran, the log not brought home. */
async function breakOff(calls: number): Promise<void> {
  const life = await openStore(folder);
  await Promise.all(Array.from({ length: calls }, () => life.calls.accept(newCall())));
  // The marker is written a second later.
  while (marker()['maxSeq'] !== calls) await new Promise((resolve) => setTimeout(resolve, 50));
  const left = join(home, 'left');
  cpSync(folder, left, { recursive: true });
  await life.close();
  renameSync(folder, join(home, 'first'));
  renameSync(left, folder);
}

async function open(): Promise<Store> {
  const opened = await tryStore(folder);
  if (!opened.ok) throw new Error(`${opened.problem.code}: ${opened.problem.detail}`);
  store = opened.value;
  return store;
}
const damage = async () => {
  const { problem, choices } = (await open()).damage ?? { problem: null, choices: [] };
  return { code: problem?.code ?? null, text: problem?.text ?? '', choices: choices.map(({ kind }) => kind) };
};
const count = async (at: Store) => (await at.calls.list({ filter: {}, limit: 100_000 })).calls.length;
const overwrite = (name: string, at: number, bytes: Buffer) => {
  const handle = openSync(file(name), 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
};

describe('a start', () => {
  it('makes what is not there, and says at its clean end that all is whole', async () => {
    await live(3);
    expect(marker()).toMatchObject({ maxSeq: 3, generation: 1, cleanEnd: true });
    expect(readdirSync(folder).filter((name) => /building|new|part|wal/.test(name))).toEqual([]);
    await live(0);
    expect(marker()).toMatchObject({ maxSeq: 3, generation: 2, cleanEnd: true });
  });

  it('goes on where it was broken off, if all files are there', async () => {
    await breakOff(5);
    expect(marker()).toMatchObject({ maxSeq: 5, cleanEnd: false });
    const again = await open();
    expect([again.damage, await count(again)]).toEqual([null, 5]);
  });

  it('goes on after a process that ended itself: its log is not taken away on the way out', async () => {
    const script = new URL('../../support/end-itself.ts', import.meta.url).pathname;
    const ended = spawnSync(process.execPath, [script, folder]);
    expect(ended.status).toBe(7);
    expect([statSync(file('queue.db-wal')).size > 0, existsSync(file('config.db-wal'))]).toEqual([
      true,
      true,
    ]);
    const again = await open();
    expect([again.damage, await count(again)]).toEqual([null, 5]);
  });

  it('F28: rebuilds garbage beside the log', async () => {
    await breakOff(5);
    writeFileSync(file('queue.db-shm'), Buffer.alloc(32_768, 0xa5));
    const again = await open();
    expect([again.damage, await count(again)]).toEqual([null, 5]);
  });

  it.each(['gone', 'garbage'])('F32: makes a marker anew that is %s, and warns', async (what) => {
    await live(2);
    if (what === 'gone') rmSync(file('hwm.json'));
    else writeFileSync(file('hwm.json'), '{"maxSeq":');
    const again = await open();
    expect(again.warning).toMatch(/^hwm\.json is (missing|unreadable)/);
    expect([again.damage, marker()['maxSeq']]).toEqual([null, 2]);
  });

  it('F29: leaves a newer database untouched, whatever else there is', async () => {
    await live(1);
    const db = new Database(file('queue.db'));
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file('queue.db'));
    expect(await tryStore(folder)).toMatchObject({ ok: false, problem: { code: 'database_newer' } });
    expect(readFileSync(file('queue.db')).equals(before)).toBe(true);
  });

  it('F26: does not take an emptied database for a new one', async () => {
    await live(3);
    truncateSync(file('queue.db'), 0);
    expect(await damage()).toEqual({
      code: 'database_damaged',
      text: 'queue.db is empty.',
      choices: ['empty'],
    });
    expect(statSync(file('queue.db')).size).toBe(0);
  });

  it('finds a database gone', async () => {
    await live(3);
    rmSync(file('queue.db'));
    expect(await damage()).toMatchObject({ code: 'database_damaged', text: 'queue.db is missing.' });
  });

  it('F25: finds a database cut short', async () => {
    await live(30, 4_000);
    truncateSync(file('queue.db'), Math.floor(statSync(file('queue.db')).size / 8_192) * 4_096);
    expect(await damage()).toMatchObject({
      code: 'database_damaged',
      text: 'queue.db is shorter than it should be.',
    });
  });

  it('F23: finds a destroyed header', async () => {
    await live(3);
    overwrite('queue.db', 0, Buffer.alloc(100, 0xff));
    expect(await damage()).toMatchObject({ code: 'database_damaged', text: 'queue.db is not a database.' });
  });

  it('F23: reads a destroyed header from the log, where that has it', async () => {
    await breakOff(5);
    overwrite('queue.db', 0, Buffer.alloc(100, 0xff));
    const again = await open();
    expect([again.damage, await count(again)]).toEqual([null, 5]);
  });

  it('F24: finds a damaged page in the middle after an end that was not clean', async () => {
    await live(60, 3_000);
    writeFileSync(file('hwm.json'), JSON.stringify({ ...marker(), checkedAtMs: 0 }));
    overwrite(
      'queue.db',
      Math.floor(statSync(file('queue.db')).size / 8_192) * 4_096,
      Buffer.alloc(4_096, 0xff),
    );
    expect(await damage()).toMatchObject({
      code: 'database_damaged',
      choices: ['salvage', 'empty'],
    });
  });

  it('F27: says how many calls a damaged log has lost', async () => {
    await breakOff(20);
    const log = readFileSync(file('queue.db-wal'));
    // One bit of the first frame: SQLite takes nothing from there on, and says nothing.
    log[32 + 24 + 100]! ^= 1;
    writeFileSync(file('queue.db-wal'), log);
    expect(await damage()).toMatchObject({
      code: 'calls_missing',
      text: expect.stringMatching(/^20 calls that were accepted are missing from queue\.db/) as string,
      choices: ['continue', 'empty'],
    });
  });

  it('F27: does not open without the log of a life that was broken off', async () => {
    await breakOff(20);
    rmSync(file('queue.db-wal'));
    expect(await damage()).toMatchObject({
      code: 'calls_missing',
      text: 'queue.db has lost its log queue.db-wal, and with it what was written last.',
    });
  });

  it.each(['queue', 'config'] as const)(
    'says that the log of %s is lost as often as it is looked at, until somebody decides or brings it back',
    async (name) => {
      await breakOff(3);
      // As if it had died within the second in which the marker did not know of the calls yet.
      writeFileSync(file('hwm.json'), JSON.stringify({ ...marker(), maxSeq: 0 }));
      renameSync(file(`${name}.db-wal`), join(home, 'wal'));
      for (let look = 0; look < 3; look++) {
        expect((await damage()).text).toContain(`${name}.db has lost its log`);
        await store?.close();
      }
      renameSync(join(home, 'wal'), file(`${name}.db-wal`));
      expect(await damage()).toMatchObject({ code: null });
      expect(await count(store!)).toBe(3);
    },
  );

  it('finds another installation’s database in the place of its own', async () => {
    await live(3);
    const other = join(home, 'other');
    mkdirSync(other);
    const life = await openStore(other);
    for (let call = 0; call < 9; call++) await life.calls.accept(newCall());
    await life.close();
    cpSync(join(other, 'queue.db'), file('queue.db'));
    expect(await damage()).toMatchObject({
      code: 'calls_missing',
      text: 'queue.db is another one than was in use here.',
    });
  });

  it('puts in place what a repair had finished when it died', async () => {
    await live(3);
    renameSync(file('queue.db'), file('queue.db.new'));
    const again = await open();
    expect([again.damage, await count(again)]).toEqual([null, 3]);
  });
});

describe('a decision', () => {
  it('is waited for: nothing is read or written before', async () => {
    await live(3);
    truncateSync(file('queue.db'), 0);
    const waiting = await open();
    await expect(waiting.calls.accept(newCall())).rejects.toMatchObject({ code: 'in_recovery' });
    await expect(waiting.config.settings()).rejects.toMatchObject({ code: 'in_recovery' });
    expect(await waiting.repair({ choice: 'continue' })).toMatchObject({ ok: false });
    expect(await waiting.repair({ choice: 'restore' })).toMatchObject({
      ok: false,
      problem: { code: 'backup_unreadable' },
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('damaged-'))).toEqual([]);
  });

  it('to salvage brings back every call but those on the damaged page, open ones open', async () => {
    await live(60, 3_000);
    writeFileSync(file('hwm.json'), JSON.stringify({ ...marker(), checkedAtMs: 0 }));
    overwrite(
      'queue.db',
      Math.floor(statSync(file('queue.db')).size / 8_192) * 4_096,
      Buffer.alloc(4_096, 0xff),
    );
    const damaged = await open();
    const repaired = await damaged.repair({ choice: 'salvage' });
    if (!repaired.ok) throw new Error(repaired.problem.detail);
    const { calls, setAside } = repaired.value;
    expect(calls).toBeGreaterThan(50);
    expect(readdirSync(setAside!)).toContain('queue.db');
    expect([damaged.damage, await count(damaged)]).toEqual([null, calls]);
    const states = (await damaged.calls.list({ filter: {}, limit: 1_000 })).calls.map(({ state }) => state);
    expect(states.filter((state) => state === 'waiting').length).toBeGreaterThan(50);
    // No number is given twice.
    expect(await damaged.calls.accept(newCall())).toMatchObject({ sequence: 100_061 });
  });

  it('to begin empty keeps the integrations, and sets the calls aside', async () => {
    await live(3);
    truncateSync(file('queue.db'), 0);
    const damaged = await open();
    const repaired = await damaged.repair({ choice: 'empty' });
    expect(repaired).toMatchObject({ ok: true, value: { calls: 0 } });
    expect(await damaged.calls.accept(newCall())).toMatchObject({ sequence: 100_004 });
    expect(await damaged.config.settings()).toMatchObject({ publicBaseUrl: null });
  });

  it('to go on takes what is there, and gives no number twice', async () => {
    await breakOff(20);
    rmSync(file('queue.db-wal'));
    const damaged = await open();
    const repaired = await damaged.repair({ choice: 'continue' });
    expect(repaired).toMatchObject({ ok: true, value: { setAside: null } });
    expect(await damaged.calls.accept(newCall())).toMatchObject({ sequence: 100_021 });
    await damaged.close();
    store = null;
    expect((await open()).damage).toBeNull();
  });

  it('about the configuration restores its newest copy, which each change makes', async () => {
    const life = await openStore(folder);
    await life.config.saveSettings({
      ...(await life.config.settings()),
      publicBaseUrl: 'https://here.example',
    });
    const [first, second] = await life.config.notificationRules();
    const none = { saves: [], removes: [] };
    const changed = { ...first!, enabled: false };
    await life.config.save({
      saves: [],
      removes: [],
      consumers: none,
      environment: none,
      connections: none,
      notifications: {
        saves: [{ id: changed.name, document: JSON.stringify(changed) }],
        removes: [second!.name],
      },
      settings: null,
    });
    const rules = await life.config.notificationRules();
    await life.close();
    writeFileSync(file('config.db'), 'this is no database, but it is somebody’s file');
    const damaged = await open();
    expect(damaged.damage?.choices.map(({ kind }) => kind)).toEqual(['restore', 'empty']);
    const repaired = await damaged.repair({ choice: 'restore' });
    if (!repaired.ok) throw new Error(repaired.problem.detail);
    expect(await damaged.config.settings()).toMatchObject({ publicBaseUrl: 'https://here.example' });
    expect(await damaged.config.notificationRules()).toEqual(rules);
    expect(readFileSync(join(repaired.value.setAside!, 'config.db'), 'utf8')).toContain('somebody');
  });
});

describe('a backup', () => {
  it('F33: made while calls come in is restored with its calls, its settings and its large bodies', async () => {
    const life = await openStore(folder);
    await life.config.saveSettings({
      ...(await life.config.settings()),
      publicBaseUrl: 'https://here.example',
    });
    const writer = await life.blobs.create();
    await writer.write(Buffer.from('large'));
    const large = newCall();
    const kept = { kind: 'file' as const, ...(await writer.keep()) };
    await life.calls.accept({ ...large, request: { ...large.request, body: kept }, requestBytes: 5 });
    let isOver = false;
    const coming = (async () => {
      while (!isOver) await life.calls.accept(newCall());
    })();
    const made = await life.backup(join(home, 'one.backup'));
    isOver = true;
    await coming;
    await life.close();
    if (!made.ok) throw new Error(made.problem.detail);
    expect(made.value.bytes).toBe(statSync(made.value.file).size);

    const elsewhere = join(home, 'elsewhere');
    mkdirSync(elsewhere);
    const restored = await openStore(elsewhere, undefined, made.value.file);
    store = restored;
    expect([restored.damage, await count(restored)]).toEqual([null, made.value.calls]);
    expect(await restored.config.settings()).toMatchObject({ publicBaseUrl: 'https://here.example' });
    expect(Buffer.from(await restored.blobs.read(kept.file)).toString()).toBe('large');
    expect((await restored.calls.get(large.id))?.summary.state).toBe('waiting');
  });

  it('is for its owner alone, whatever the umask', async () => {
    const life = await openStore(folder);
    store = life;
    const file = join(home, 'by-hand.backup');
    expect(await life.backup(file)).toMatchObject({ ok: true });
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  });

  it('replaces an earlier backup, and no other file: its own installation’s least of all', async () => {
    const life = await openStore(folder);
    store = life;
    const earlier = join(home, 'by-hand.backup');
    writeFileSync(`${earlier}.part`, 'somebody’s');
    expect(await life.backup(earlier)).toMatchObject({ ok: true });
    expect(await life.backup(earlier)).toMatchObject({ ok: true });
    expect(readFileSync(`${earlier}.part`, 'utf8')).toBe('somebody’s');

    writeFileSync(join(home, 'notes'), 'somebody’s');
    symlinkSync(folder, join(home, 'by-another-way'));
    symlinkSync(file('config.db'), join(home, 'link'));
    const taken = newBackupFile(folder, Date.now());
    expect(await life.backup(taken)).toMatchObject({ ok: true });
    const notToBe = [
      join(home, 'notes'),
      join(home, 'link'),
      file('queue.db'),
      file('not-there-yet'),
      join(home, 'by-another-way', 'config.db'),
      taken,
      'relative.backup',
    ];
    for (const path of notToBe) {
      expect([path, await life.backup(path)]).toMatchObject([
        path,
        { ok: false, problem: { code: 'input_invalid', path: 'file' } },
      ]);
    }
    expect(readFileSync(join(home, 'notes'), 'utf8')).toBe('somebody’s');
    expect(await life.calls.accept(newCall())).toMatchObject({ sequence: 1 });
    expect(readdirSync(home).toSorted()).toEqual([
      'by-another-way',
      'by-hand.backup',
      'by-hand.backup.part',
      'data',
      'link',
      'notes',
    ]);
  });

  it('of which there is no room, or no place, leaves nothing behind', async () => {
    const life = await openStore(folder);
    store = life;
    const made = await life.backup('/proc/hookline/one.backup');
    expect(made).toMatchObject({ ok: false, problem: { code: 'backup_failed' } });
    expect(existsSync('/proc/hookline')).toBe(false);
  });
});
