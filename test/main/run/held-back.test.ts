// A dry run holds back each kind of step that others would notice, wherever it stands; a real run of the same does it.
import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rehearsal } from '#main/ports/run.ts';
import type { RunPool } from '#main/run/pool.ts';
import { Connection } from '#shared/model/connection.ts';
import type { StepTrace } from '#shared/model/call.ts';
import { heldBack } from '#shared/model/held-back.ts';
import type { StepKind } from '#shared/model/step.ts';
import { ok } from '#shared/result.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { conditionsWith, requestOf, startPool } from './run-workflow.ts';

let folder: string;
let peer: Peer;
let mail: Server;
let mails: number;
let callees: number;
let pool: RunPool;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hookline-held-'));
  new Database(join(folder, 'stock.db')).exec('CREATE TABLE stock (sku TEXT)').close();
  peer = await startPeer();
  mails = 0;
  callees = 0;
  mail = createServer((socket) => {
    mails += 1;
    socket.end('421 busy\r\n');
  });
  await new Promise<void>((listening) => mail.listen(0, '127.0.0.1', listening));
  const address = mail.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const { port } = address;
  const connections = {
    stock: Connection.parse({ kind: 'sqlite', name: 'stock', file: join(folder, 'stock.db') }),
    mail: Connection.parse({
      kind: 'smtp',
      name: 'mail',
      host: '127.0.0.1',
      port,
      security: 'none',
      from: 'erp@example.com',
    }),
  };
  pool = startPool({
    conditions: conditionsWith(
      {
        connections: {
          stock: { settings: connections.stock, isReadable: true },
          mail: { settings: connections.mail, isReadable: true },
        },
      },
      { commands: [process.execPath], folders: [folder], workFolder: join(folder, 'work') },
    ),
    callee() {
      callees += 1;
      const { program } = requestOf([{ name: 'one', kind: 'transform', expression: '1' }]);
      return ok({ address: 'aaaaa/Other', program, queryJson: '{}', timeoutMs: 1_000 });
    },
  });
});
afterEach(async () => {
  await pool.close();
  await peer.close();
  await new Promise((closed) => mail.close(closed));
  rmSync(folder, { recursive: true });
});

type Steps = Parameters<typeof requestOf>[0];
interface Outgoing {
  readonly step: () => object;
  /** Whether somebody noticed it. */
  readonly isDone: (ranMs: number) => boolean;
}

const outgoing: { readonly [K in StepKind]?: Outgoing } = {
  httpRequest: {
    step: () => ({ kind: 'httpRequest', url: peer.url }),
    isDone: () => peer.received.length > 0,
  },
  sql: {
    step: () => ({ kind: 'sql', connection: 'stock', statement: "INSERT INTO stock VALUES ('A1')" }),
    isDone() {
      const database = new Database(join(folder, 'stock.db'));
      const rows = database.prepare('SELECT * FROM stock').all();
      database.close();
      return rows.length > 0;
    },
  },
  email: {
    step: () => ({
      kind: 'email',
      connection: 'mail',
      to: 'ann@example.com',
      subject: 'Hello',
      onError: 'continue',
    }),
    isDone: () => mails > 0,
  },
  command: {
    step: () => ({
      kind: 'command',
      program: process.execPath,
      arguments: ['-e', 'require("fs").writeFileSync(process.argv[1], "")', join(folder, 'ran')],
    }),
    isDone: () => existsSync(join(folder, 'ran')),
  },
  writeFile: {
    step: () => ({ kind: 'writeFile', folder, file: 'out.txt', body: 'text' }),
    isDone: () => existsSync(join(folder, 'out.txt')),
  },
  delay: { step: () => ({ kind: 'delay', seconds: 1.5 }), isDone: (ranMs) => ranMs > 1_400 },
  call: { step: () => ({ kind: 'call', integration: 'Other' }), isDone: () => callees > 0 },
};

test('each kind that is held back is among those tried here', () => {
  const kinds = Object.entries(heldBack).flatMap(([kind, is]) => (is ? [kind] : []));
  expect(Object.keys(outgoing).sort()).toEqual(kinds.sort());
});

const each = (step: object) => ({
  name: 'each',
  kind: 'forEach',
  items: '[1, 2]',
  concurrency: 2,
  steps: [step],
});

const cases = Object.entries(outgoing);

test.each(cases)('%s is shown and not done in a dry run, by itself and for each item', async (_kind, one) => {
  const step = { name: 'out', ...one.step() };
  for (const workflow of [[step], [each(step)], [each({ ...each(step), name: 'outer' })]] as Steps[]) {
    const outcome = await pool.execute(
      { ...requestOf(workflow), rehearsal: { send: [], typed: {}, captured: {} } },
      () => undefined,
    );
    expect(outcome.problem).toBe(null);
    const traces = outTraces(JSON.parse(outcome.stepsJson) as StepTrace[]);
    expect(traces.map(({ standIn }) => standIn)).toEqual(traces.map(() => 'nothing'));
    expect(traces.every(({ input }) => input !== null)).toBe(true);
    expect(one.isDone(outcome.runMs)).toBe(false);
  }
});

test.each(cases)('%s is done in a run, and in a dry run that is told to', async (_kind, one) => {
  const step = { name: 'out', ...one.step() };
  const outcome = await pool.execute(
    { ...requestOf([each(step)] as Steps), rehearsal: { send: ['out'], typed: {}, captured: {} } },
    () => undefined,
  );
  expect(one.isDone(outcome.runMs)).toBe(true);
});

test('what somebody typed stands in for each item, what was captured for the item it was captured of', async () => {
  const steps = [
    each({ name: 'out', kind: 'httpRequest', url: peer.url }),
    { name: 'got', kind: 'transform', expression: 'steps.each.body' },
  ] as Steps;
  const gives = async (rehearsal: Partial<Rehearsal>) => {
    const { answer } = await pool.execute(
      { ...requestOf(steps), rehearsal: { send: [], typed: {}, captured: {}, ...rehearsal } },
      () => undefined,
    );
    return JSON.parse(Buffer.from(answer?.body ?? []).toString()) as unknown;
  };
  const captured = { 'each[0].out': { body: 'first' }, 'each[1].out': { body: 'second' } };
  expect(await gives({ captured })).toEqual(['first', 'second']);
  expect(await gives({ captured, typed: { out: { body: 'typed' } } })).toEqual(['typed', 'typed']);
});

/** Of the step `out`, however deep it stands. */
const outTraces = (steps: readonly StepTrace[]): readonly StepTrace[] =>
  steps.flatMap((step) =>
    step.name === 'out' ? [step] : (step.runs ?? []).flatMap((run) => outTraces(run.steps)),
  );
