// The examples as somebody meets them: loaded by `serve --examples`, called by the lines that are printed.
import Database from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LoadedExample } from '#shared/model/example.ts';
import { hasPostgresql, startPostgresql } from '#test/support/database-servers.ts';
import { freePort } from '#test/support/free-port.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';
import { hookline, serveOn } from './command-line.ts';

const root = new URL('../../../', import.meta.url);
const examplesFolder = new URL('resources/examples/', root);

/** Of a service in a process of its own, each with its first calls, on a machine that does much else. */
const twoStartsMs = 120_000;

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

async function json(...args: string[]) {
  const { status, out, err } = await hookline(['--data', folder, ...args, '--json']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out);
}

/** The answer as curl prints it with `-i`. */
async function runLine(line: string): Promise<{ status: number; head: string; body: string }> {
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', line.replace('curl', 'curl -s')]);
  const [head = '', body = ''] = stdout.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body };
}

const named = (examples: readonly LoadedExample[], name: string): LoadedExample =>
  examples.find((one) => one.name === name)!;

const endOf = (id: string) =>
  until(
    () => json('calls', 'show', id),
    ({ state }) => state !== 'waiting' && state !== 'running',
  );

function rowsOf(file: string, statement: string): unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(statement).all();
  } finally {
    database.close();
  }
}

test.each(['stock', 'work-orders'])('the database %s is what its text says', async (name) => {
  const told = new Database(':memory:');
  told.exec(await readFile(new URL(`${name}.sql`, examplesFolder), 'utf8'));
  const shipped = new Database(new URL(`${name}.db`, examplesFolder).pathname, { readonly: true });
  const contents = (database: Database.Database) =>
    database
      .prepare<[], { name: string; sql: string | null }>('SELECT name, sql FROM sqlite_schema ORDER BY name')
      .all()
      .map((one) => [one, one.sql === null ? [] : database.prepare(`SELECT * FROM "${one.name}"`).all()]);
  expect(contents(shipped)).toEqual(contents(told));
  told.close();
  shipped.close();
});

test(
  'the lines that are printed work, the one of the README among them, and again after a restart',
  async () => {
    const service = await serveOn(folder, ['--examples']);
    const { examples = [] } = service.ready;
    expect(examples.map(({ name }) => name)).toEqual(['ReceiveWorkOrder', 'ConfirmOrder', 'StockAtHand']);

    const { curl, key } = named(examples, 'ReceiveWorkOrder');
    // As the README shows it.
    const shown = curl
      .replace(key, 'hk_…')
      .replace(/http:\/\/127\.0\.0\.1:\d+\/[a-z0-9]{5}\//, 'http://127.0.0.1:8080/…/');
    expect(await readFile(new URL('README.md', root), 'utf8')).toContain(`\n${shown}\n`);
    const order = await runLine(curl);
    expect([order.status, order.head]).toEqual([202, expect.stringMatching(/^location: .*\/calls\/.*$/im)]);
    const ended = await endOf((JSON.parse(order.body) as { callId: string }).callId);
    expect(ended).toMatchObject({ state: 'succeeded', request: { query: { plant: 'NORTH' } } });
    expect(rowsOf(join(folder, 'examples', 'work-orders.db'), 'SELECT * FROM work_order')).toEqual([
      { number: 'WO-1', plant: 'NORTH', item: 'A-100', quantity: 5, status: 'planned', changes: 1 },
    ]);

    const confirmed = await runLine(named(examples, 'ConfirmOrder').curl);
    expect(confirmed).toMatchObject({
      status: 200,
      head: expect.stringMatching(/^content-type: application\/xml/im),
      body:
        '<?xml version="1.0" encoding="UTF-8"?>\n<orderConfirmation number="PO-7" buyer="Acme">' +
        '<line item="A-100" quantity="3"><confirmed>3</confirmed><backOrder>0</backOrder></line>' +
        '<line item="B-200" quantity="5"><confirmed>3</confirmed><backOrder>2</backOrder></line></orderConfirmation>',
    });
    const stock = named(examples, 'StockAtHand');
    expect(await runLine(stock.curl)).toMatchObject({
      status: 200,
      body: '{"item":"A-100","warehouse":"MAIN","onHand":117}',
    });
    await service.stop();

    const later = await serveOn(folder, []);
    const again = stock.curl.replace(/http:\/\/[\d.:]+/, later.ready.webhookUrl);
    expect((await runLine(again)).body).toBe('{"item":"A-100","warehouse":"MAIN","onHand":117}');
    expect((await runLine(again.replace('item=', 'warehouse=NORTH&item='))).body).toContain('"onHand":8');
    expect(await runLine(again.replace('A-100', 'Z-1'))).toMatchObject({
      status: 404,
      body: '{"error":"The warehouse MAIN has no Z-1."}',
    });
    await later.stop();
  },
  twoStartsMs,
);

test(
  'loading them once more changes neither keys nor data',
  async () => {
    const first = await serveOn(folder, ['--examples']);
    const { examples = [] } = first.ready;
    await runLine(named(examples, 'ConfirmOrder').curl);
    await first.stop();
    const second = await serveOn(folder, ['--examples']);
    const again = second.ready.examples ?? [];
    expect(again.map(({ key }) => key)).toEqual(examples.map(({ key }) => key));
    expect((await runLine(named(again, 'StockAtHand').curl)).body).toContain('"onHand":117');
    expect((await json('integrations', 'list')).map(({ version }: { version: number }) => version)).toEqual([
      1, 1, 1,
    ]);
    await second.stop();
  },
  twoStartsMs,
);

test('an order that cannot be confirmed says why, in XML where that is asked for', async () => {
  const service = await serveOn(folder, ['--examples']);
  const { url, key } = named(service.ready.examples ?? [], 'ConfirmOrder');
  const send = async (number: string, ...lines: readonly string[]) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/xml', accept: 'application/xml' },
      body: `<order number="${number}" buyer="Acme">${lines.join('')}</order>`,
    });
    const text = await answer.text();
    return [answer.status, /<detail>(.*?)<\/detail>/.exec(text)?.[1] ?? text];
  };
  const line = (item: string, quantity = '1') => `<line item="${item}" quantity="${quantity}"/>`;
  expect(await send('1', line('A-100'), line('A-100'))).toEqual([422, 'An item stands on two lines.']);
  expect(await send('2', line('A-100'), line('Z-1'))).toEqual([
    422,
    'The warehouse MAIN does not have all of these items.',
  ]);
  expect(await send('3', line('A-100', 'many'))).toEqual([422, expect.stringContaining('@_quantity')]);
  expect((await send('4', line('A-100', '120')))[0]).toBe(200);
  expect(await send('4', line('A-100'))).toEqual([409, 'The order 4 was confirmed before.']);
  const [, last] = await send('5', line('A-100'));
  expect(last).toContain('<confirmed>0</confirmed><backOrder>1</backOrder>');
  await service.stop();
});

describe.skipIf(!hasPostgresql)('with the work orders in PostgreSQL', () => {
  test(
    'changes wait while it is not there, and are made in the order in which they came',
    async () => {
      const database = await startPostgresql();
      const client = new pg.Client({
        host: '127.0.0.1',
        port: database.port,
        user: 'hookline',
        database: 'postgres',
      });
      await client.connect();
      await client.query(await readFile(new URL('work-orders.sql', examplesFolder), 'utf8'));
      const service = await serveOn(folder, ['--examples']);
      const { url, key } = named(service.ready.examples ?? [], 'ReceiveWorkOrder');
      const pointAt = async (port: number) => {
        const file = join(folder, 'postgresql.yaml');
        const text = await readFile(new URL('work-orders-postgresql.yaml', examplesFolder), 'utf8');
        await writeFile(file, text.replace('port: 5432', `port: ${port}`));
        const args = ['--data', folder, 'apply', file];
        expect(await hookline(args, { WORK_ORDERS_PASSWORD: 'secret' })).toMatchObject({
          status: 0,
          err: '',
        });
      };
      const send = async (number: string, quantity: number, status: string): Promise<string> => {
        const headers = { 'x-api-key': key, 'content-type': 'application/json' };
        const body = JSON.stringify({ number, item: 'A-100', quantity, status });
        const answer = await fetch(url, { method: 'POST', headers, body });
        expect(answer.status).toBe(202);
        return ((await answer.json()) as { callId: string }).callId;
      };

      await pointAt(await freePort());
      const first = await send('WO-0', 1, 'planned');
      const failing = await until(
        () => json('calls', 'show', first),
        ({ attempts }) => attempts[0]?.problem !== undefined && attempts[0].problem !== null,
      );
      expect(JSON.stringify(failing.attempts[0])).toMatch(/ECONNREFUSED|refused/i);
      const tested = await hookline(['--data', folder, 'connections', 'test', 'work-orders']);
      expect(tested.status).toBe(1);

      const statuses = ['planned', 'released', 'done'];
      let last = first;
      for (let change = 1; change <= 30; change += 1) {
        last = await send(`WO-${change % 3}`, change, statuses[change % 2]!);
      }
      await pointAt(database.port);
      // The first of them may wait half a minute for its next attempt.
      await expect
        .poll(async () => (await json('calls', 'show', last)).state, { timeout: twoStartsMs })
        .toBe('succeeded');
      const { rows } = await client.query('SELECT * FROM work_order ORDER BY number');
      const all = { plant: 'NORTH', item: 'A-100' };
      expect(rows).toEqual([
        { ...all, number: 'WO-0', quantity: 30, status: 'planned', changes: 11 },
        { ...all, number: 'WO-1', quantity: 28, status: 'planned', changes: 10 },
        { ...all, number: 'WO-2', quantity: 29, status: 'released', changes: 10 },
      ]);
      await service.stop();
      await client.end();
      await database.stop();
    },
    twoStartsMs,
  );
});
