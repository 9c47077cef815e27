// What a new installation and an updated one have on disk when the power goes in their first minutes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compose } from '#main/compose.ts';
import { migrate } from '#main/store/migrate.ts';
import { configMigrations } from '#main/store/migrations/config.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { openForWriting } from '#main/store/open.ts';
import { serveOn } from '#test/main/headless/command-line.ts';
import { dropFolder, newFolder, testHost } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';
import { startLife } from './ledger/life.ts';
import { readRows } from './ledger/read-rows.ts';
import { canPreload, preload } from './shim/build-shim.ts';
import { losePower, watchEnvironment, type Watched } from './shim/lose-power.ts';

let root: string;
let watched: Watched;
let data: string;
beforeEach(async () => {
  root = await newFolder();
  watched = { folder: join(root, 'disk'), journal: join(root, 'journal'), kept: join(root, 'kept') };
  data = join(watched.folder, 'data');
  await mkdir(watched.folder);
  await mkdir(watched.kept);
});
afterEach(() => dropFolder(root));

const underShim = () => ({ ...preload(['power-loss']), ...watchEnvironment(watched) });

describe.runIf(canPreload)('after a power loss', () => {
  it('a new installation has what it acknowledged, and still knows its keys', async () => {
    const key = 'hk_a-key-that-is-long-enough';
    const authentication = { kind: 'apiKeys', keys: [{ label: 'ERP', key }] };
    const file = join(root, 'apply.json');
    const integrations = [{ name: 'Orders', code: 'abcde', trigger: { authentication } }];
    await writeFile(file, JSON.stringify({ hookline: 1, integrations }));

    const first = await serveOn(data, ['--apply', file], underShim());
    const send = (url: string, bytes: number) =>
      fetch(`${url}/abcde/Orders?cid=${bytes}`, {
        method: 'POST',
        headers: { 'x-api-key': key },
        body: 'x'.repeat(bytes),
      });
    const sizes = [10, 300 * 1024];
    for (const bytes of sizes) expect((await send(first.ready.webhookUrl, bytes)).status).toBe(202);
    first.kill();
    await first.ended;
    losePower(watched, 'all', () => 0);

    const again = await serveOn(data);
    expect(again.ready.adminToken).toBe(first.ready.adminToken);
    expect((await send(again.ready.webhookUrl, 20)).status).toBe(202);
    await until(
      () => readRows(data),
      (rows) => rows.length === 3 && rows.every(({ state }) => state === 'succeeded'),
    );
    expect((await again.stop()).status).toBe(0);
    expect(readRows(data).map(({ bodyHash }) => bodyHash)).not.toContain('lost');
  });
});

describe('an update that dies', () => {
  const newest = queueMigrations.length;
  const versionOf = (): number => {
    const db = new Database(join(data, 'queue.db'), { readonly: true });
    const version = db.pragma('user_version', { simple: true }) as number;
    db.close();
    return version;
  };

  const cases = queueMigrations.slice(1).map((_step, at) => at + 1);

  it.each(cases)(
    'F30: in step %i leaves the old schema, and is made whole by the next start',
    async (step) => {
      await mkdir(data);
      const old = openForWriting(join(data, 'queue.db'));
      migrate(old, queueMigrations.slice(0, 1), () => join(data, 'never.db'));
      old.close();
      const shim = canPreload ? underShim() : {};
      // The configuration's own steps are counted too, and come first.
      const counted = configMigrations.length + step;
      const dying = startLife(data, { ...shim, HOOKLINE_CRASH: `in_migration:${counted}` });
      await expect(dying).rejects.toThrow('ended by itself');
      if (canPreload) losePower(watched, 'all', () => 0);
      expect(versionOf()).toBe(1);

      const composed = await compose(testHost(data), { serve: false });
      if (!composed.ok) throw new Error(composed.problem.detail);
      await composed.value.close();
      expect(versionOf()).toBe(newest);
    },
  );
});
