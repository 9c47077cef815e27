// Lanes over the store's own functions on a real file, with everything that takes time in the hands of a test:
// commits, reads, executions and the clock happen when they are told to, and the process may die at any moment.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createLanes, type Lanes } from '#main/lane/lanes.ts';
import type { LiveCall } from '#main/lane/live-call.ts';
import type { ExecutionOutcome, ExecutionRequest, RunPort } from '#main/ports/run.ts';
import type { CallStore, NewCall, StoredCall } from '#main/ports/store.ts';
import { callLookups } from '#main/store/call-lookups.ts';
import { createLives } from '#main/store/lives.ts';
import { migrate } from '#main/store/migrate.ts';
import { configMigrations } from '#main/store/migrations/config.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { rowsOf } from '#main/store/new-rows.ts';
import { type Db, openForWriting } from '#main/store/open.ts';
import { recover } from '#main/store/recover.ts';
import { createWriter } from '#main/store/writer.ts';
import { Integration } from '#shared/model/integration.ts';
import { problem } from '#shared/problem.ts';

type Trigger = Record<string, unknown>;

/** What others could see of an execution. */
export interface Seen {
  readonly callId: string;
  readonly attempt: number;
  readonly what: 'start' | 'end';
}

interface Execution {
  readonly request: ExecutionRequest;
  readonly settle: (outcome: ExecutionOutcome) => void;
}

const integrationId = randomUUID();

export class World {
  readonly seen: Seen[] = [];
  /** Ids of calls whose acceptance was confirmed, in that order. */
  readonly accepted: string[] = [];
  /** Versions of calls that were to begin while their secret could not be read. */
  readonly begunWithout: number[] = [];
  /** What lanes said should not happen; a test that makes it happen lets it. */
  readonly reported: string[] = [];
  mayReport = false;
  lanes!: Lanes;
  calls!: CallStore;
  integration: Integration;
  readonly #folder: string;
  #queue!: Db;
  #config!: Db;
  #lookups!: ReturnType<typeof callLookups>;
  #write!: ReturnType<typeof createWriter>;
  /** Handed over and not committed; asked and not read. */
  #handedOver: { readonly name: string; readonly argument: unknown; settle(reply: unknown): void }[] = [];
  #asked: (() => void)[] = [];
  #executions: Execution[] = [];
  #nowMs = 1_700_000_000_000;
  /** By how much the clock of the wall is wrong. */
  #leapMs = 0;
  #life = 0;

  #whyNot: RegExp | null = null;
  #note = '';

  constructor(folder: string, trigger: Trigger) {
    this.#folder = folder;
    this.integration = integrationWith(trigger);
    this.#open();
  }

  #open(): void {
    this.#queue = openForWriting(join(this.#folder, 'queue.db'));
    this.#config = openForWriting(join(this.#folder, 'config.db'));
    migrate(this.#queue, queueMigrations, () => '');
    migrate(this.#config, configMigrations, () => '');
    const lives = createLives(this.#queue);
    const { orderedDelivery } = this.integration.trigger;
    const rule =
      orderedDelivery === false
        ? { expression: null, holdsOnFailure: false }
        : { expression: orderedDelivery.by, holdsOnFailure: orderedDelivery.onFailure === 'hold' };
    const recovery = recover(this.#queue, this.#nowMs, new Map([[integrationId, rule]]));
    this.#write = createWriter({ queue: this.#queue, config: this.#config }, lives, () => undefined, {
      bringHome: () => true,
    });
    this.#lookups = callLookups(this.#queue, this.#folder);
    this.calls = this.#store();
    this.lanes = createLanes({
      calls: this.calls,
      run: this.#run(),
      version: (_id, version) => ({ program: programOf(version), timeoutMs: 1_000 }),
      missing: {
        areSome: () => this.#whyNot !== null,
        whyNot: (needs) => (this.#whyNot?.test(needs.dataProcessing ?? '') === true ? this.#note : null),
      },
      hideKey: (key) => key,
      announce: () => undefined,
      announceStored: () => undefined,
      report: (what, error) => {
        if (!this.mayReport) throw new Error(what, { cause: error });
        this.reported.push(what);
      },
      now: () => this.#nowMs + this.#leapMs,
      tick: () => this.#nowMs,
      random: () => 0.5,
    });
    this.lanes.configure(this.integration, recovery);
  }

  #store(): CallStore {
    const lookups: Record<string, unknown> = this.#lookups;
    const life = ++this.#life;
    const ask = (name: string, argument: unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        // The dead ask for nothing.
        if (life !== this.#life) return;
        if (name in lookups) {
          const look = lookups[name] as (argument: unknown) => unknown;
          this.#asked.push(() => resolve(look(argument)));
          return;
        }
        if (name === 'start') this.#beginsWaiting((argument as { sequence: number }).sequence);
        const settle = (reply: unknown) => {
          if (typeof reply === 'object' && reply !== null && 'value' in reply) resolve(reply.value);
          else reject(new Error(JSON.stringify(reply)));
        };
        this.#handedOver.push({ name, argument, settle });
      });
    // Each function of the store is one request by its own name, as in the real one.
    return new Proxy({} as CallStore, {
      get: (_store, name: string) => (argument: NewCall) => {
        if (name !== 'accept') return ask(name, argument);
        if (argument.start) this.#begins(argument.integrationVersion);
        return ask(name, rowsOf(argument));
      },
    });
  }

  #begins(version: number): void {
    if (this.#whyNot?.test(programOf(version).dataProcessing) === true) this.begunWithout.push(version);
  }

  /** One that lost its thread has begun before. */
  #beginsWaiting(sequence: number): void {
    const of = this.#queue.prepare(
      "SELECT integration_version FROM calls WHERE sequence = ? AND state = 'waiting'",
    );
    for (const version of of.pluck().all(sequence) as number[]) this.#begins(version);
  }

  #run(): RunPort {
    return {
      execute: (request) =>
        new Promise((settle) => {
          if (request.program.key.startsWith('lane by')) {
            const body = Buffer.from(
              JSON.stringify((JSON.parse(request.queryJson) as { key?: string }).key ?? null),
            );
            settle({ ...succeeded, answer: { status: 200, headers: [], body } });
            return;
          }
          const { id: callId, attempt } = request.call;
          this.seen.push({ callId, attempt, what: 'start' });
          this.#executions.push({ request, settle });
        }),
      close: () => Promise.resolve(),
    };
  }

  accept(
    key: string,
    caller: 'answered' | 'waiting',
    settle: NonNullable<LiveCall['settle']> = () => true,
    integrationVersion = this.integration.version,
  ): void {
    const id = randomUUID();
    const path = '/abcde/Modelled';
    void this.lanes
      .accept(
        {
          id,
          integrationId,
          integrationVersion,
          integration: 'Modelled',
          lane: 'abcde/Modelled',
          once: this.integration.trigger.delivery === 'atMostOnce',
          request: {
            method: 'GET',
            path,
            rawQuery: '',
            queryJson: JSON.stringify({ key }),
            headersJson: '[]',
            httpVersion: '1.1',
            remoteAddress: '',
            peerAddress: null,
            bodyFinding: null,
            body: null,
            isSealed: false,
          },
          requestBytes: 0,
          keyLabel: null,
          receivedAtMs: this.#nowMs + this.#leapMs,
          receivedTick: this.#nowMs,
          authorisedMs: 0,
          origin: null,
          idempotency: null,
          replay: null,
          caller,
          answeredStatus: caller === 'answered' ? 202 : null,
        },
        caller === 'answered' ? null : settle,
      )
      .then(() => void this.accepted.push(id));
  }

  /** One commit of the first `count` that were handed over. */
  commit(count: number): void {
    const batch = this.#handedOver.splice(0, count);
    const replies = this.#write(batch.map(({ name, argument }) => [name as never, argument]));
    for (const [at, { settle }] of batch.entries()) settle(replies[at]);
  }

  /** The disk takes nothing of what was handed over. */
  failCommit(): void {
    for (const { settle } of this.#handedOver.splice(0)) settle({ failure: 'The disk is full.' });
  }

  /** All that is on disk of a call. */
  stored(at: number): StoredCall {
    return this.#lookups.get(this.rows()[at]!.id)!;
  }

  holds(): number {
    return this.#queue.prepare('SELECT count(*) FROM holds').pluck().get() as number;
  }

  read(which = 0): void {
    this.#asked.splice(which, 1)[0]?.();
  }

  finish(which: number, how: 'ok' | 'failed' | 'lost' | 'interrupted'): void {
    const [execution] = this.#executions.splice(which % Math.max(1, this.#executions.length), 1);
    if (execution === undefined) return;
    const { id: callId, attempt } = execution.request.call;
    this.seen.push({ callId, attempt, what: 'end' });
    execution.settle(
      how === 'ok'
        ? { ...succeeded, answer: { status: 204, headers: [], body: null } }
        : { ...succeeded, state: 'failed', problem: problem(problems[how]) },
    );
  }

  /** The clock of the wall is put on or back. */
  leap(ms: number): void {
    this.#leapMs += ms;
  }

  pass(ms: number): void {
    this.#nowMs += ms;
  }

  /** The process dies, and a new one finds what is on disk. */
  die(): void {
    for (const { request } of this.#executions) {
      const { id: callId, attempt } = request.call;
      this.seen.push({ callId, attempt, what: 'end' });
    }
    this.#handedOver = [];
    this.#asked = [];
    this.#executions = [];
    this.close();
    this.#open();
  }

  change(trigger: Trigger, version = 1, enabled = true): void {
    this.integration = { ...integrationWith(trigger, version), enabled };
    this.lanes.configure(this.integration);
  }

  /** From now on versions that this fits need a secret that cannot be read; null: all can be read. */
  lose(versions: RegExp | null, note = 'It is lost.'): void {
    this.#whyNot = versions;
    this.#note = note;
    this.lanes.lookForSecrets();
  }

  /** Another integration is deleted; as this one named it, only versions that this fits lack a secret any more. */
  deleteAnother(versions: RegExp): void {
    const another = { ...this.integration, id: randomUUID() };
    this.lanes.configure(another);
    this.#whyNot = versions;
    void this.lanes.remove(another.id, problem('integration_not_found'));
  }

  /** How many lookups wait to be read. */
  reads(): number {
    return this.#asked.length;
  }

  /** Whether anything is on its way. */
  isQuiet(): boolean {
    return this.#handedOver.length + this.#asked.length + this.#executions.length === 0;
  }

  rows(): Row[] {
    return this.#queue
      .prepare(
        `SELECT id, sequence, state, attempt, once, caller, coalesce(lane_key, '') AS laneKey,
           (SELECT count(*) FROM attempts a WHERE a.sequence = calls.sequence) AS attempts,
           (SELECT json_extract(query, '$.key') FROM requests r WHERE r.sequence = calls.sequence) AS key
         FROM calls ORDER BY sequence`,
      )
      .all() as Row[];
  }

  close(): void {
    this.#queue.close();
    this.#config.close();
  }
}

const problems = { failed: 'step_failed', lost: 'worker_lost', interrupted: 'interrupted' } as const;

export interface Row {
  readonly id: string;
  readonly sequence: number;
  readonly state: string;
  readonly attempt: number;
  readonly attempts: number;
  readonly once: number;
  readonly caller: string;
  readonly laneKey: string;
  readonly key: string;
}

export const idOfIntegration = integrationId;

const succeeded: ExecutionOutcome = {
  state: 'succeeded',
  answer: null,
  problem: null,
  failStatus: null,
  stepsJson: '[]',
  runMs: 1,
};

/** What tells versions apart. */
const programOf = (version: number) => ({
  key: 'program',
  dataProcessing: `version ${version}`,
  steps: [],
  hiddenBodyPaths: [],
});

const integrationWith = (trigger: Trigger, version = 1): Integration =>
  Integration.parse({
    id: integrationId,
    version,
    dataProcessing: programOf(version).dataProcessing,
    savedAt: new Date(0).toISOString(),
    code: 'abcde',
    name: 'Modelled',
    trigger: { authentication: { kind: 'none', exposed: false }, ...trigger },
  });
