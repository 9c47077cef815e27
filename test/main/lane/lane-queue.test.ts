import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLaneQueue,
  maxRemembered,
  type Entry,
  type LaneQueue,
  type QueuedCall,
} from '#main/lane/lane-queue.ts';

interface CallOnDisk {
  readonly sequence: number;
  state: 'waiting' | 'running' | 'ended';
  dueMs: number;
}

/** A lane with the disk behind it: calls in order, each waiting, running or ended. */
class Model {
  readonly queue: LaneQueue;
  readonly limit: number;
  readonly disk: CallOnDisk[] = [];
  readonly handedOver: { readonly sequence: number; readonly entry: Entry }[] = [];
  readonly started: number[] = [];
  /** Those that came from a lane that is no more, in which they had started before. */
  readonly joined = new Set<number>();
  fetch: { readonly after: number; found: QueuedCall[] | null } | null = null;
  nowMs = 0;
  sequence = 0;

  constructor(limit: number, isStrict: boolean, waiting: number) {
    this.limit = limit;
    this.queue = createLaneQueue({ limit, isStrict }, waiting);
    for (let at = 0; at < waiting; at++) this.put('waiting');
  }

  put(state: CallOnDisk['state']): number {
    this.disk.push({ sequence: ++this.sequence, state, dueMs: 0 });
    return this.sequence;
  }

  /** Calls that the process knows to run. */
  running(): CallOnDisk[] {
    const onTheWay = new Set(this.handedOver.map(({ sequence }) => sequence));
    return this.disk.filter(({ state, sequence }) => state === 'running' && !onTheWay.has(sequence));
  }

  accept(): void {
    const entry = this.queue.enter(true);
    const sequence = this.put(entry === 'start' ? 'running' : 'waiting');
    if (entry === 'start') this.started.push(sequence);
    this.handedOver.push({ sequence, entry });
  }

  confirm(): void {
    const first = this.handedOver.shift();
    if (first !== undefined) this.queue.stored(first.sequence, first.entry);
  }

  /** Two come from a lane that is no more; the first of them waits for another attempt. */
  join(): void {
    if (this.handedOver.length > 0) return;
    for (const dueMs of [this.nowMs + 10, null]) {
      const sequence = this.put('waiting');
      this.disk.at(-1)!.dueMs = dueMs ?? 0;
      this.joined.add(sequence);
      this.queue.join({ sequence, dueMs });
    }
  }

  start(): void {
    for (let next = this.queue.next(this.nowMs); next !== null; next = this.queue.next(this.nowMs)) {
      const call = this.disk.find(({ sequence }) => sequence === next);
      expect(call?.dueMs).toBeLessThanOrEqual(this.nowMs);
      if (call?.state !== 'waiting') this.queue.gone();
      else {
        call.state = 'running';
        this.started.push(next);
      }
    }
    const after = this.queue.refillAfter();
    if (after !== null) this.fetch = { after, found: null };
  }

  end(): void {
    const call = this.running()[0];
    if (call === undefined) return;
    call.state = 'ended';
    this.queue.done();
  }

  putOff(): void {
    const call = this.running()[0];
    if (call === undefined) return;
    call.state = 'waiting';
    call.dueMs = this.nowMs + 10;
    this.queue.putOff(call.sequence, call.dueMs);
  }

  hasten(): void {
    const call = this.disk.find(({ state, dueMs }) => state === 'waiting' && dueMs > this.nowMs);
    if (call === undefined) return;
    call.dueMs = 0;
    this.queue.hasten(call.sequence);
  }

  cancel(): void {
    const onTheWay = new Set(this.handedOver.map(({ sequence }) => sequence));
    const call = this.disk.find(({ state, sequence }) => state === 'waiting' && !onTheWay.has(sequence));
    if (call === undefined) return;
    call.state = 'ended';
    this.queue.withdraw(call.sequence);
  }

  read(): void {
    if (this.fetch === null || this.fetch.found !== null) return;
    const { after } = this.fetch;
    this.fetch.found = this.disk
      .filter(({ state, sequence }) => state === 'waiting' && sequence > after)
      .map(({ sequence, dueMs }) => ({ sequence, dueMs: dueMs > this.nowMs ? dueMs : null }));
  }

  deliver(): void {
    const found = this.fetch?.found ?? null;
    if (found === null) return;
    this.fetch = null;
    this.queue.refill(found.slice(0, maxRemembered), found.length < maxRemembered);
  }

  /** Left alone, the lane comes to rest with every call ended. */
  comeToRest(): void {
    for (let round = 0; round < 1_000 && this.disk.some(({ state }) => state !== 'ended'); round++) {
      this.nowMs += 100;
      while (this.handedOver.length > 0) this.confirm();
      this.start();
      this.read();
      this.deliver();
      this.start();
      while (this.running().length > 0) this.end();
    }
  }
}

const moves = [
  'accept',
  'confirm',
  'end',
  'putOff',
  'hasten',
  'cancel',
  'join',
  'read',
  'deliver',
  'start',
  'wait',
] as const;

function play(model: Model, played: readonly (typeof moves)[number][]): void {
  for (const move of played) {
    if (move === 'wait') model.nowMs += 5;
    else model[move]();
    expect(model.running().length).toBeLessThanOrEqual(model.limit);
  }
  model.comeToRest();
  expect(model.disk.filter(({ state }) => state !== 'ended')).toEqual([]);
  expect([model.queue.running, model.queue.waiting, model.queue.entering]).toEqual([0, 0, 0]);
}

const Moves = fc.array(fc.constantFrom(...moves), { maxLength: 400, size: 'max' });

describe('the queue of a lane', () => {
  it('starts calls in the order they were accepted, never more than may run, and forgets none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(5), Moves, (limit, waiting, played) => {
        const model = new Model(limit, false, waiting);
        play(model, played);
        // A call that was put off starts again out of order; its first start is in order.
        const firstStarts = [...new Set(model.started)].filter((sequence) => !model.joined.has(sequence));
        expect(firstStarts).toEqual(firstStarts.toSorted((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });

  it('that is strict starts nothing before the call at its head has ended, however often that is put off', () => {
    fc.assert(
      fc.property(fc.nat(5), Moves, (waiting, played) => {
        const model = new Model(1, true, waiting);
        play(model, played);
        expect(model.started).toEqual(model.started.toSorted((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a thousand waiting calls in memory and asks for the others when few are left', () => {
    const queue = createLaneQueue({ limit: 1, isStrict: true });
    queue.stored(1, queue.enter(true));
    for (let sequence = 2; sequence <= 2_001; sequence++) queue.stored(sequence, queue.enter(true));
    expect(queue.refillAfter()).toBeNull();
    for (let turn = 0; turn < maxRemembered - 250; turn++) {
      queue.done();
      expect(queue.next(0)).toBe(turn + 2);
    }
    expect(queue.refillAfter()).toBe(maxRemembered + 1);
  });

  it('keeps its order where one that waits for another attempt joins behind more than it remembers', () => {
    const queue = createLaneQueue({ limit: 1, isStrict: true });
    const disk: QueuedCall[] = [];
    const join = (dueMs: number | null) => {
      disk.push({ sequence: disk.length + 1, dueMs });
      queue.join(disk.at(-1)!);
    };
    for (let call = 0; call < 2 * maxRemembered; call++) join(null);
    join(50);
    join(null);
    const started: number[] = [];
    for (let turn = 0; turn < disk.length; turn++) {
      const after = queue.refillAfter();
      if (after !== null)
        queue.refill(disk.slice(after, after + maxRemembered), after + maxRemembered >= disk.length);
      started.push(queue.next(50)!);
      queue.done();
    }
    expect(started).toEqual(disk.map(({ sequence }) => sequence));
  });

  it('starts nothing while it has no room, and everything in order after', () => {
    const queue = createLaneQueue({ limit: 0, isStrict: false });
    queue.stored(1, queue.enter(true));
    queue.stored(2, queue.enter(true));
    expect(queue.next(0)).toBeNull();
    queue.setRoom({ limit: 2, isStrict: false });
    expect([queue.next(0), queue.next(0), queue.next(0)]).toEqual([1, 2, null]);
  });

  it('lets a call that an earlier life put off start when it is due, and not before', () => {
    const queue = createLaneQueue({ limit: 1, isStrict: true }, 2);
    expect(queue.refillAfter()).toBe(0);
    queue.refill(
      [
        { sequence: 1, dueMs: 50 },
        { sequence: 2, dueMs: null },
      ],
      true,
    );
    expect(queue.next(49)).toBeNull();
    expect(queue.nextDueMs(49)).toBe(50);
    expect(queue.next(50)).toBe(1);
  });

  it('wakes nobody while there is no room', () => {
    const queue = createLaneQueue({ limit: 0, isStrict: false });
    queue.join({ sequence: 1, dueMs: 50 });
    expect(queue.nextDueMs(10)).toBeNull();
    queue.setRoom({ limit: 1, isStrict: false });
    expect(queue.nextDueMs(10)).toBe(50);
  });

  it('wakes too who became due just after it was asked for the next', () => {
    const queue = createLaneQueue({ limit: 1, isStrict: false });
    queue.join({ sequence: 1, dueMs: 50 });
    expect([queue.next(49.9), queue.nextDueMs(50.1)]).toEqual([null, 50]);
  });

  it('that becomes strict goes by the order of acceptance from then on, and back by who is due', () => {
    const queue = createLaneQueue({ limit: 1, isStrict: false });
    queue.join({ sequence: 1, dueMs: 30 });
    queue.join({ sequence: 2, dueMs: 10 });
    queue.join({ sequence: 3, dueMs: null });
    queue.setRoom({ limit: 1, isStrict: true });
    expect([queue.next(20), queue.nextDueMs(20)]).toEqual([null, 30]);
    queue.setRoom({ limit: 1, isStrict: false });
    expect(queue.next(20)).toBe(2);
  });
});
