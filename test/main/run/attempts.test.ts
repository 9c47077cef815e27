import type { RunPort } from '#main/ports/run.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultOf, run, startPool, startUpstream, stepsOf, type Upstream } from './run-workflow.ts';

let pool: RunPort;
let upstream: Upstream;
let asked = 0;
beforeAll(async () => {
  pool = startPool({ size: 1 });
  // Breaks the connection, but for each third request.
  upstream = await startUpstream((request, response) => {
    asked += 1;
    if (asked % 3 === 0) response.end('"there"');
    else request.socket.destroy();
  });
});
afterAll(async () => {
  await Promise.all([pool.close(), upstream.close()]);
});

const timed = { startedMs: expect.any(Number), durationMs: expect.any(Number) };

describe('a step that may be tried again', () => {
  test('is, and each attempt is in its trace', async () => {
    const outcome = await run(pool, [
      {
        name: 'send',
        kind: 'httpRequest',
        url: upstream.url,
        retry: { attempts: 5, waitSeconds: [0.01, 0] },
      },
      { name: 'status', kind: 'transform', expression: 'steps.send.status' },
    ]);
    expect(resultOf(outcome)).toBe(200);
    const [send] = stepsOf(outcome);
    expect(send).toMatchObject({ state: 'succeeded', error: null });
    const broken = expect.stringMatching(/other side closed|ECONNRESET|socket hang up/);
    expect(send?.attempts).toEqual([
      { ...timed, error: broken },
      { ...timed, error: broken },
      { ...timed, error: null },
    ]);
    const [first, second] = send?.attempts ?? [];
    const betweenMs = (second?.startedMs ?? 0) - (first?.startedMs ?? 0) - (first?.durationMs ?? 0);
    expect(betweenMs).toBeGreaterThan(8);
  });

  test('fails after the last attempt as a step without attempts does', async () => {
    const outcome = await run(pool, [
      {
        name: 'code',
        kind: 'javascript',
        code: 'throw new Error("no")',
        retry: { attempts: 2, waitSeconds: [0] },
      },
    ]);
    expect(outcome.problem).toEqual({
      code: 'step_failed',
      detail: 'The step code failed.',
      reason: 'code: no (line 1)',
    });
    expect(stepsOf(outcome)).toMatchObject([
      {
        state: 'failed',
        error: 'no (line 1)',
        attempts: [{ error: 'no (line 1)' }, { error: 'no (line 1)' }],
      },
    ]);
  });

  test('has its time limit anew with each attempt', async () => {
    const outcome = await run(pool, [
      {
        name: 'pause',
        kind: 'delay',
        seconds: 60,
        timeoutSeconds: 0.05,
        retry: { attempts: 3, waitSeconds: [0] },
      },
    ]);
    const error = 'It took longer than its limit of 0.05 s.';
    expect(stepsOf(outcome)).toMatchObject([{ attempts: [{ error }, { error }, { error }] }]);
  });

  test('is not tried again where the wait would outlast the execution', async () => {
    const outcome = await run(
      pool,
      [{ name: 'code', kind: 'javascript', code: 'throw 1', retry: { attempts: 9, waitSeconds: [60] } }],
      { timeoutMs: 20_000 },
    );
    expect(outcome).toMatchObject({ state: 'failed', problem: { code: 'step_failed' } });
    expect(stepsOf(outcome)).toMatchObject([{ state: 'failed' }]);
    expect(stepsOf(outcome)[0]).not.toHaveProperty('attempts');
  });

  test('is not tried again where another attempt could only end the same', async () => {
    const again = { attempts: 3, waitSeconds: [0] };
    const stopped = await run(pool, [{ name: 'stop', kind: 'fail', retry: again }]);
    const forbidden = await run(pool, [
      { name: 'send', kind: 'httpRequest', url: 'http://169.254.169.254/', retry: again },
    ]);
    expect(stepsOf(stopped)[0]).not.toHaveProperty('attempts');
    expect(stepsOf(forbidden)[0]).not.toHaveProperty('attempts');
    expect(forbidden.problem?.code).toBe('destination_forbidden');
  });
});

describe('a step whose failure is no end', () => {
  test('has its error as the result, and the steps after it run', async () => {
    const outcome = await run(pool, [
      { name: 'code', kind: 'javascript', code: 'throw new Error("no")', onError: 'continue' },
      { name: 'seen', kind: 'transform', expression: '{ "why": steps.code.error.message }' },
    ]);
    expect(resultOf(outcome)).toEqual({ why: 'no (line 1)' });
    expect(stepsOf(outcome)).toMatchObject([
      { state: 'continued', error: 'no (line 1)', output: '{"error":{"message":"no (line 1)"}}' },
      { state: 'succeeded' },
    ]);
  });

  test('is tried again first', async () => {
    const outcome = await run(pool, [
      {
        name: 'code',
        kind: 'javascript',
        code: 'throw new Error("no")',
        onError: 'continue',
        retry: { attempts: 2, waitSeconds: [0] },
      },
    ]);
    expect(outcome.state).toBe('succeeded');
    expect(stepsOf(outcome)[0]?.attempts).toHaveLength(2);
  });

  test('ends the execution all the same where the time of that is over', async () => {
    const outcome = await run(pool, [{ name: 'pause', kind: 'delay', seconds: 60, onError: 'continue' }], {
      timeoutMs: 50,
    });
    expect(outcome).toMatchObject({ state: 'failed', problem: { code: 'execution_timed_out' } });
  });
});

test('a disabled step is skipped, whatever its condition says', async () => {
  const outcome = await run(pool, [
    { name: 'first', kind: 'transform', expression: '1' },
    { name: 'off', kind: 'fail', enabled: false, when: 'true' },
  ]);
  expect(resultOf(outcome)).toBe(1);
  expect(stepsOf(outcome)[1]).toEqual({
    ...timed,
    name: 'off',
    kind: 'fail',
    state: 'skipped',
    input: null,
    output: null,
    error: 'The step is disabled.',
  });
});
