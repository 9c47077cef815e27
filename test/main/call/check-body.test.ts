import { expect, it } from 'vitest';
import { createBodyChecks } from '#main/call/check-body.ts';
import type { ExecutionOutcome } from '#main/ports/run.ts';
import { problem } from '#shared/problem.ts';

type Checks = ReturnType<typeof createBodyChecks>;
type Given = Parameters<Checks['check']>;

const trigger = { bodyMustBe: 'json', bodySchema: null, bodySchemaCheck: 'refuse' };
const live = {
  integration: { id: 'one', version: 1, code: 'abcde', name: 'Orders', trigger },
  pinned: { program: {} },
  bodyQuestion: { kind: 'check', bodyMustBe: 'json', bodySchema: null },
} as unknown as Given[1];
const passed = {
  hidden: { headers: new Set(), parameters: new Set(), values: [] },
  caller: { keyLabel: null },
} as unknown as Given[2];
const callWith = (id: string) =>
  ({
    id,
    method: 'POST',
    path: '/abcde/Orders',
    rawQuery: '',
    rawHeaders: [],
    receivedAtMs: 0,
  }) as unknown as Given[0];
const body = { body: { kind: 'bytes', bytes: Uint8Array.of(1) }, bytes: 1 } as const;

const outcome = (change: Partial<ExecutionOutcome>): ExecutionOutcome => ({
  state: 'succeeded',
  answer: null,
  problem: null,
  failStatus: null,
  stepsJson: '[]',
  runMs: 0,
  ...change,
});

it('calls come out in the order they went in, however long each takes', async () => {
  const waiting: ((outcome: ExecutionOutcome) => void)[] = [];
  const { check } = createBodyChecks({ execute: () => new Promise((resolve) => waiting.push(resolve)) });
  const out: string[] = [];
  const all = ['first', 'second', 'third'].map((id) =>
    check(callWith(id), live, passed, body)!.then(() => out.push(id)),
  );
  for (const at of [2, 1]) waiting[at]!(outcome({ lookJson: 'null' }));
  await new Promise((resolve) => setImmediate(resolve));
  expect(out).toEqual([]);
  waiting[0]!(outcome({ lookJson: 'null' }));
  await Promise.all(all);
  expect(out).toEqual(['first', 'second', 'third']);
});

it('a body that was beside a lost thread is asked about once more', async () => {
  const outcomes = [outcome({ problem: problem('worker_lost') }), outcome({ lookJson: 'null' })];
  const { check } = createBodyChecks({ execute: async () => outcomes.shift()! });
  expect(await check(callWith('one'), live, passed, body)).toEqual({ refusal: null, finding: null });
});

it('a body that nobody can look at is refused for now, and is no fault of the caller', async () => {
  const { check } = createBodyChecks({ execute: async () => outcome({ problem: problem('interrupted') }) });
  expect(await check(callWith('one'), live, passed, body)).toEqual({
    refusal: problem('body_unchecked', { detail: 'The execution was interrupted', retryAfterSeconds: 1 }),
    finding: null,
  });
});
