// Whatever is done to calls, in whatever order and across restarts, the store does what the plain model does.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store } from '#main/ports/store.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { finished, integrationId, newCall, openStore } from '#test/support/store.ts';
import { doTo, isEnded, recoverCall, type Deed, type ModelCall } from './call-model.ts';

const problem = { code: 'step_failed', text: 'It failed.' };
const of = fc.nat(8);
const late = fc.boolean();
const kind = <K extends Deed['kind']>(name: K) => fc.constant(name);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: kind('accept'),
      start: fc.boolean(),
      caller: fc.constantFrom('answered', 'answered', 'waiting', 'timedOut'),
      once: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: kind('start'), of }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: kind('finish'), of, late, state: fc.constantFrom('succeeded', 'failed') }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: kind('putBack'), of, late, crashed: fc.constantFrom(true, true, false) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('putOff'), of, late }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('cancel'), of, unstarted: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('skip'), of }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('detach'), of, caller: fc.constantFrom('answered', 'timedOut') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('retain'), keep: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('restart') }) },
);

it(
  'a call moves as the model says, ends once, and no sequence is given twice',
  { timeout: 180_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 60, maxLength: 100, size: 'max' }), async (deeds) => {
        const folder = await newFolder();
        try {
          await play(folder, deeds);
        } finally {
          await dropFolder(folder);
        }
      }),
      { numRuns: 5, endOnFailure: true },
    );
  },
);

async function play(folder: string, deeds: readonly Deed[]): Promise<void> {
  const calls: ModelCall[] = [];
  const gone: ModelCall[] = [];
  let accepted = 0;
  let store = await openStore(folder);

  async function apply(next: Deed): Promise<void> {
    switch (next.kind) {
      case 'accept': {
        const { start, caller, once } = next;
        const id = randomUUID();
        const given = await store.calls.accept(newCall({ id, start, caller, once }));
        accepted += 1;
        // Nothing is refused here, so that both count the same.
        expect(given).toEqual({ sequence: accepted, laneSequence: accepted });
        const state = start ? 'running' : 'waiting';
        calls.push({
          id,
          sequence: accepted,
          once,
          state,
          caller,
          attempt: start ? 1 : 0,
          crashes: 0,
          outcomes: [],
        });
        return;
      }
      case 'restart':
        await compare(store, calls, gone);
        await store.close();
        store = await openStore(folder);
        calls.forEach(recoverCall);
        await compare(store, calls, gone);
        return;
      case 'retain': {
        // All are old enough to go by their age.
        const [days, limit] = next.keep === 0 ? [1, null] : [null, next.keep];
        const bounds = { installation: { days, calls: limit, bytes: null }, triggers: [] };
        const { next: more } = await store.retention.removeExpired({ bounds, after: 0, budgetMs: 60_000 });
        expect(more).toBeNull();
        for (const call of calls.filter(isEnded).toReversed().slice(next.keep)) {
          gone.push(call);
          calls.splice(calls.indexOf(call), 1);
        }
        return;
      }
      default: {
        // Those that are gone are meant too: a move that comes too late for its call does nothing.
        const all = [...calls, ...gone];
        const call = all[next.of % all.length];
        if (call === undefined) return;
        const { attempt } = call;
        const isDone = await move(store, call, next);
        const isLeft = calls.includes(call);
        expect(isDone).toBe(isLeft && doTo(call, next));
        expect(call.attempt - attempt).toBeLessThanOrEqual(1);
      }
    }
  }

  try {
    for (const next of deeds) await apply(next);
    await compare(store, calls, gone);
  } finally {
    await store.close();
  }
  compareCounters(folder);
}

/** The same deed on the store; whether it was done. */
async function move(store: Store, call: ModelCall, next: Extract<Deed, { of: number }>): Promise<boolean> {
  const { sequence } = call;
  const attempt = call.attempt - ('late' in next && next.late ? 1 : 0);
  const ended = { sequence, attempt, problem, finishedAtMs: 9, stepsJson: '[]' };
  const deedOf = { action: 'cancel', by: null, atMs: 9, note: '' } as const;
  switch (next.kind) {
    case 'start': {
      const started = await store.calls.start({ sequence, startedAtMs: 5 });
      if (started !== null)
        expect(started).toMatchObject({ id: call.id, attempt: call.attempt + 1, caller: call.caller });
      return started !== null;
    }
    case 'finish':
      return store.calls.finish({ ...finished(sequence, attempt), state: next.state });
    case 'putBack':
      return store.calls.putBack({ ...ended, crashed: next.crashed });
    case 'putOff':
      return store.calls.putOff({ ...ended, nextAttemptAtMs: 99 });
    case 'cancel': {
      const { unstarted } = next;
      const cancelled = await store.calls.cancel({
        ...ended,
        waited: null,
        unstarted,
        deed: null,
      });
      return cancelled !== null;
    }
    case 'skip':
      return (
        (await store.calls.skip({ sequence, problem, deed: { ...deedOf, action: 'skip' }, waited: null })) !==
        null
      );
    case 'detach':
      return store.calls.detach({ sequence, caller: next.caller, answeredStatus: 504 });
  }
}

async function compare(store: Store, calls: readonly ModelCall[], gone: readonly ModelCall[]): Promise<void> {
  for (const call of calls) {
    const kept = await store.calls.get(call.id);
    expect(kept?.summary).toMatchObject({
      sequence: call.sequence,
      state: call.state,
      attempt: call.attempt,
    });
    expect(kept?.caller).toBe(call.caller);
    const running = call.state === 'running' ? [null] : [];
    expect(kept?.attempts.map(({ outcome }) => outcome)).toEqual([...call.outcomes, ...running]);
    expect(kept?.attempts.map(({ attempt }) => attempt)).toEqual(kept?.attempts.map((_, at) => at + 1));
  }
  for (const { id } of gone) expect(await store.calls.get(id)).toBeNull();
  const waiting = await store.calls.waiting({ integrationId, after: 0, limit: 100 });
  expect(waiting.map(({ sequence }) => sequence)).toEqual(
    calls.filter(({ state }) => state === 'waiting').map(({ sequence }) => sequence),
  );
}

/** What is counted beside each end and each removal is what there is. */
function compareCounters(folder: string): void {
  const db = new Database(join(folder, 'queue.db'), { readonly: true });
  const ended = db
    .prepare(
      `SELECT integration_id, count(*) AS calls, sum(kept_bytes) AS bytes FROM calls
       WHERE state NOT IN ('waiting', 'running') GROUP BY 1`,
    )
    .all();
  expect(db.prepare('SELECT * FROM kept WHERE calls > 0').all()).toEqual(ended);
  db.close();
}
