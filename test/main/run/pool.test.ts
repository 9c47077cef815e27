import type { RunPort } from '#main/ports/run.ts';
import type { StepTrace } from '#shared/model/call.ts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  bodyText,
  requestOf,
  resultOf,
  run,
  startPool,
  startUpstream,
  type Upstream,
  workerUrl,
} from './run-workflow.ts';

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(toClose.splice(0).map((each) => each.close()));
});
function open(options: Parameters<typeof startPool>[0] = {}): RunPort {
  const pool = startPool(options);
  toClose.push(pool);
  return pool;
}
async function openUpstream(onCall: (url: string) => void): Promise<Upstream> {
  const upstream = await startUpstream((request, response) => {
    onCall(request.url ?? '');
    if (request.url === '/quick') response.end('"ok"');
  });
  toClose.push(upstream);
  return upstream;
}
const moment = (ms: number): Promise<void> => new Promise((passed) => setTimeout(passed, ms));

/** A regular expression that tracks back for ever: nothing inside the thread can stop it. */
const stuck = {
  name: 'stuck',
  kind: 'transform',
  expression: '$match($pad("", 60, "a") & "!", /^(a+)+$/)',
  timeoutSeconds: 0.1,
} as const;
const pause = { name: 'pause', kind: 'delay', seconds: 0.1 } as const;
const memoryBomb = { name: 'bomb', kind: 'transform', expression: '[1..1000000].[1..1000000]' } as const;

test('what a thread will need is asked for once the integrations may have been loaded', async () => {
  let asked = 0;
  open({
    size: 1,
    needed: () => {
      asked += 1;
      return { exchange: true, askBody: true };
    },
  });
  expect(asked).toBe(0);
  await expect.poll(() => asked, { timeout: 20_000 }).toBe(1);
});

describe('executions side by side', () => {
  test('tell the time that they waited for their thread before their first step', async () => {
    const pool = open({ size: 1, extra: 0 });
    const busy = { name: 'busy', kind: 'transform', expression: '$sum([1..100000].($ * 2))' } as const;
    const outcomes = await Promise.all([run(pool, [busy]), run(pool, [busy])]);
    const [first, second] = outcomes.map(({ stepsJson }) => (JSON.parse(stepsJson) as StepTrace[])[0]!);
    expect(second!.startedMs).toBeGreaterThan(first!.durationMs);
    expect(outcomes[1].runMs).toBeLessThan(second!.startedMs + second!.durationMs);
  });

  test('wait together in one thread', async () => {
    const pool = open({ size: 1 });
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        run(pool, [pause, { name: 'end', kind: 'transform', expression: `${at}` }]),
      ),
    );
    expect(outcomes.map(resultOf)).toEqual(Array.from({ length: 200 }, (_, at) => at));
  });

  test('do not see each other', async () => {
    const pool = open({ size: 1 });
    const request = requestOf([
      pause,
      { name: 'own', kind: 'transform', expression: '{"id": body.id, "q": query.q}' },
    ]);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, id) =>
        pool.execute(
          {
            ...request,
            queryJson: JSON.stringify({ q: id }),
            body: { kind: 'bytes', bytes: Buffer.from(JSON.stringify({ id })) },
          },
          () => undefined,
        ),
      ),
    );
    expect(outcomes.map(resultOf)).toEqual(Array.from({ length: 50 }, (_, id) => ({ id, q: id })));
  });

  test('of more programs than a thread remembers all run', async () => {
    const pool = open({ size: 1 });
    const requests = Array.from({ length: 600 }, (_, at) =>
      requestOf([{ name: 'a', kind: 'transform', expression: `${at}` }]),
    );
    for (const round of [1, 2]) {
      const outcomes = await Promise.all(requests.map((request) => pool.execute(request, () => undefined)));
      expect({ round, results: outcomes.map(resultOf) }).toEqual({
        round,
        results: requests.map((_, at) => at),
      });
    }
  });
});

describe('a body in a file', () => {
  test('is read for the workflow', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'run-'));
    toClose.push({ close: () => rm(folder, { recursive: true }) });
    const text = JSON.stringify({ text: 'x'.repeat(1_000_000) });
    await writeFile(join(folder, 'b1'), text);
    const pool = open({ readBlob: (file) => readFile(join(folder, file)) });
    const request = requestOf([{ name: 'a', kind: 'transform', expression: '$length(body.text)' }]);
    const outcome = await pool.execute(
      { ...request, body: { kind: 'file', file: 'b1', bytes: text.length } },
      () => undefined,
    );
    expect(resultOf(outcome)).toBe(1_000_000);
  });

  test('that cannot be read fails the execution', async () => {
    const pool = open();
    const outcome = await pool.execute(
      { ...requestOf([]), body: { kind: 'file', file: 'gone', bytes: 1 } },
      () => undefined,
    );
    expect(outcome).toMatchObject({
      state: 'failed',
      problem: { code: 'internal', reason: 'The body cannot be read: There is no file gone.' },
    });
  });
});

describe('an execution that holds its thread', () => {
  test('is ended and fails as timed out, and those beside it that nobody noticed run again', async () => {
    const pool = open({ size: 1 });
    const beside = run(pool, [pause, { name: 'end', kind: 'transform', expression: '"done"' }]);
    const culprit = await run(pool, [stuck]);
    expect(culprit.problem).toEqual({
      code: 'execution_timed_out',
      detail: 'The execution took too long',
      reason: 'stuck: It held its thread past its limit of 0.1 s and was ended.',
    });
    expect(resultOf(await beside)).toBe('done');
  });

  test('costs those behind it nothing, however short their time', async () => {
    const pool = open({ size: 1, extra: 0, graceMs: 1_200 });
    const culprit = run(pool, [stuck]);
    // It is past before the thread is ended, and long enough for the first evaluation of a new one.
    const behind = run(pool, [{ name: 'a', kind: 'transform', expression: '1' }], { timeoutMs: 1_000 });
    expect((await culprit).problem?.code).toBe('execution_timed_out');
    expect(resultOf(await behind)).toBe(1);
  });

  test('ran from when it had the thread, not from when it was asked for', async () => {
    const pool = open({ size: 1, extra: 0 });
    const askedMs = performance.now();
    const ran = (await Promise.all([run(pool, [stuck]), run(pool, [stuck])])).map(({ runMs }) => runMs);
    // One after the other, so that their times add up.
    expect(ran[0]! + ran[1]!).toBeLessThanOrEqual(performance.now() - askedMs);
    expect(Math.min(...ran)).toBeGreaterThan(0);
  });

  test('is no light one from then on: others are not sat beside it', async () => {
    const ended: string[] = [];
    const pool = open({
      size: 2,
      extra: 0,
      log: {
        debug: () => undefined,
        info: () => undefined,
        error: (what, fields) => ended.push(`${what}: ${JSON.stringify(fields)}`),
      },
    });
    const request = requestOf([{ ...stuck, expression: '$match(body, /^(a+)+$/)' }]);
    const go = (body: string) =>
      pool.execute(
        { ...request, body: { kind: 'bytes', bytes: Buffer.from(JSON.stringify(body)) } },
        () => undefined,
      );
    for (let at = 0; at < 100; at += 1) await go('a');
    await go(`${'a'.repeat(60)}!`);
    await Promise.all([go(`${'a'.repeat(60)}!`), go('a')]);
    expect(ended).toEqual(ended.map(() => expect.stringContaining('"executions":1')));
    expect(ended).toHaveLength(2);
  });

  test('costs those beside it that had sent a request or given an answer, and they are told apart', async () => {
    const calls: string[] = [];
    const upstream = await openUpstream((url) => calls.push(url));
    const pool = open({ size: 1 });
    const sent = run(pool, [{ name: 'send', kind: 'httpRequest', url: `${upstream.url}/slow` }]);
    const answered = run(pool, [
      { name: 'answer', kind: 'respond', body: 'given' },
      { name: 'pause', kind: 'delay', seconds: 600 },
    ]);
    while (calls.length === 0) await moment(10);
    await run(pool, [stuck]);
    expect((await sent).problem?.code).toBe('worker_lost');
    expect((await answered).problem?.code).toBe('worker_lost');
    expect(bodyText(await answered)).toBe('given');
    expect(calls).toEqual(['/slow']);
  });

  test('leaves the other thread alone, and new executions go there', async () => {
    const pool = open({ size: 2 });
    const culprit = run(pool, [{ ...stuck, timeoutSeconds: 1 }]);
    await moment(150);
    const results = [];
    for (let at = 0; at < 20; at += 1)
      results.push(await run(pool, [{ name: 'a', kind: 'transform', expression: '1' }]));
    expect(results.every((outcome) => outcome.state === 'succeeded')).toBe(true);
    expect((await culprit).problem?.code).toBe('execution_timed_out');
  });

  test('in its data processing is ended too', async () => {
    const pool = open({ size: 1 });
    // The first one has more to load than its limit may allow.
    await run(pool, [], { dataProcessing: '1' });
    const outcome = await run(pool, [], { dataProcessing: stuck.expression, timeoutMs: 300 });
    expect(outcome.problem?.reason).toBe(
      'data processing: It held its thread past its limit of 0.3 s and was ended.',
    );
  });
});

describe('a thread that is lost', () => {
  test('for want of memory costs the execution that took it, and the pool goes on', async () => {
    const pool = open({ size: 1, heapMebibytes: 48 });
    const beside = run(pool, [pause, { name: 'end', kind: 'transform', expression: '"done"' }]);
    const outcome = await run(pool, [memoryBomb]);
    expect(outcome.problem).toEqual({
      code: 'worker_lost',
      detail: 'The execution was cut off',
      reason: expect.stringMatching(/^bomb: .*memory/),
    });
    expect(resultOf(await beside)).toBe('done');
    expect(resultOf(await run(pool, [{ name: 'a', kind: 'transform', expression: '1' }]))).toBe(1);
  });

  test('as often as it has begun fails the execution in the end', async () => {
    const pool = open({ workerUrl: new URL('dying-worker.ts', import.meta.url) });
    expect((await run(pool, [])).problem?.code).toBe('worker_lost');
  });

  test('before it could begin costs an execution nothing but time, however often', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'run-'));
    toClose.push({ close: () => rm(folder, { recursive: true }) });
    const [tries, cure] = [join(folder, 'tries'), join(folder, 'cure')];
    const worker = `import { appendFileSync, existsSync } from 'node:fs';
      appendFileSync(${JSON.stringify(tries)}, '.');
      if (!existsSync(${JSON.stringify(cure)})) process.exit(7);
      await import(${JSON.stringify(workerUrl)});`;
    const pool = open({ workerUrl: new URL(`data:text/javascript,${encodeURIComponent(worker)}`) });
    const outcome = run(pool, [{ name: 'a', kind: 'transform', expression: '1' }], { timeoutMs: 1_000 });
    while ((await readFile(tries, 'utf8').catch(() => '')).length < 4) await moment(50);
    await writeFile(cure, '');
    expect(resultOf(await outcome)).toBe(1);
  });
});

describe('a thread that stands still while nobody is known to hold it', () => {
  test('is ended: who is past its time has timed out, the others are told apart', async () => {
    const pool = open({
      size: 1,
      stillMs: 400,
      workerUrl: new URL('spinning-worker.ts', import.meta.url),
    });
    const [late, beside] = await Promise.all([
      run(pool, [], { timeoutMs: 100 }),
      run(pool, [], { timeoutMs: 60_000 }),
    ]);
    expect(late.problem).toMatchObject({
      code: 'execution_timed_out',
      reason: 'Its time had passed when its thread was ended.',
    });
    expect(beside.problem?.code).toBe('worker_lost');
  });
});

describe('a pool that is closed', () => {
  test('ends what runs as interrupted, and takes nothing new', async () => {
    const pool = startPool({ size: 1 });
    const running = run(pool, [{ name: 'pause', kind: 'delay', seconds: 60 }]);
    await moment(50);
    await pool.close();
    expect((await running).problem?.code).toBe('interrupted');
    expect((await run(pool, [])).problem?.code).toBe('interrupted');
  });

  test('ends what waits for a thread as well', async () => {
    const pool = startPool({ workerUrl: new URL('data:text/javascript,process.exit(7)') });
    const waiting = run(pool, []);
    await moment(1_500);
    await pool.close();
    expect((await waiting).problem?.code).toBe('interrupted');
  });
});

describe('a step with a long limit of its own', () => {
  test('still may not evaluate an expression for longer than expressions may take', async () => {
    const pool = open({ size: 1 });
    const endless = '($f := function($n) { $f($n + 1) }; $f(0))';
    const outcome = await run(
      pool,
      [{ name: 'loop', kind: 'transform', expression: endless, timeoutSeconds: 600 }],
      { timeoutMs: 600_000 },
    );
    expect(outcome.problem?.reason).toBe('loop: It took longer than its limit of 5 s.');
  });
});

describe('threads that were started because all others were held', () => {
  test('are ended again when they have nothing to do', async () => {
    const lines: string[] = [];
    const pool = open({
      size: 1,
      idleMs: 400,
      log: {
        debug: (what, fields) => lines.push(`${what}: ${JSON.stringify(fields)}`),
        info: () => undefined,
        error: () => undefined,
      },
    });
    // A thread that has only begun to start is held by nobody yet.
    await run(pool, [{ name: 'first', kind: 'javascript', code: 'return 1' }]);
    const loop = run(pool, [{ name: 'loop', kind: 'javascript', code: 'for (;;);', timeoutSeconds: 2 }]);
    await moment(500);
    await run(pool, [{ name: 'quick', kind: 'transform', expression: '1' }]);
    await loop;
    while (lines.length < 2) await moment(50);
    expect(lines).toEqual([
      'All run workers are held, one more was started: {"workers":2}',
      'A run worker that is not needed any more was ended: {"workers":1}',
    ]);
    expect(resultOf(await run(pool, [{ name: 'a', kind: 'transform', expression: '1' }]))).toBe(1);
  });
});

describe('code that holds a thread where nothing can interrupt it', () => {
  const native = {
    name: 'native',
    kind: 'javascript',
    code: 'return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)',
  } as const;

  test('is ended, and leaves no call beside it without an end', async () => {
    const pool = open({ size: 2 });
    const bombs = [1, 2].map(() =>
      pool.execute({ ...requestOf([native]), timeoutMs: 1_000 }, () => undefined),
    );
    const others = Array.from({ length: 40 }, (_, at) =>
      run(pool, [{ name: 'quick', kind: 'transform', expression: `${at}` }]),
    );
    const ends = await Promise.all(bombs);
    expect(ends.map(({ problem }) => problem?.code)).toEqual(['execution_timed_out', 'execution_timed_out']);
    expect((await Promise.all(others)).map(resultOf)).toEqual(Array.from({ length: 40 }, (_, at) => at));
  });

  test('in every thread does not keep another program from running', async () => {
    let isHeld = false;
    const debug = (what: string) => (isHeld ||= what === 'All run workers are held, one more was started');
    const pool = open({ size: 2, log: { debug, info: () => undefined, error: () => undefined } });
    const ends: string[] = [];
    const loop = { name: 'loop', kind: 'javascript', code: 'for (;;);', timeoutSeconds: 60 } as const;
    for (const _ of [1, 2]) void run(pool, [loop]).then(() => ends.push('loop'));
    const quick = () => run(pool, [{ name: 'quick', kind: 'transform', expression: '1' }]);
    // A thread that has only begun to start is held by nobody yet: what comes then waits behind the loop.
    const isSeenHeld = () => {
      void quick();
      return isHeld;
    };
    await expect.poll(isSeenHeld, { timeout: 20_000 }).toBe(true);
    await quick().then(() => ends.push('quick'));
    // The others end with the pool.
    expect(ends).toEqual(['quick']);
  });
});
