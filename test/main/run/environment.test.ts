// What executions see of the environment of the installation, and what must not come out of it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunPool } from '#main/run/pool.ts';
import { bodyText, conditionsWith, resultOf, run, startPool, stepsOf } from './run-workflow.ts';

let pool: RunPool;
beforeAll(() => {
  pool = startPool({
    conditions: conditionsWith({
      values: { ERP_URL: 'http://erp.local', ERP_PASSWORD: 'hunter2 & "co"', LOST: null },
      secrets: ['hunter2 & "co"'],
    }),
    size: 1,
  });
});
afterAll(() => pool.close());

test('data processing, expressions, templates and code see its values by their names', async () => {
  const outcome = await run(
    pool,
    [
      { name: 'shape', kind: 'transform', expression: '{ "at": env.ERP_URL, "first": input }' },
      { name: 'code', kind: 'javascript', code: 'return { ...steps.shape, of: env.ERP_URL }' },
      {
        name: 'answer',
        kind: 'respond',
        body: { code: { from: 'steps.code' }, text: 'at {{ env.ERP_URL }}' },
      },
    ],
    { dataProcessing: 'env.ERP_URL' },
  );
  const url = 'http://erp.local';
  expect(resultOf(outcome)).toEqual({ code: { at: url, first: url, of: url }, text: `at ${url}` });
});

test('what changes holds for the next execution', async () => {
  const own = startPool({ size: 1 });
  const ask = async () => resultOf(await run(own, [{ name: 'a', kind: 'transform', expression: '[env.A]' }]));
  expect(await ask()).toEqual([]);
  own.follow({ environment: conditionsWith({ values: { A: 'one' } }).environment });
  expect(await ask()).toEqual(['one']);
  own.follow({ environment: conditionsWith({ values: { A: 'two' } }).environment });
  expect(await ask()).toEqual(['two']);
  await own.close();
});

test('a secret that cannot be read fails the step that asks for it, and no other', async () => {
  const [good, bad] = await Promise.all(
    ['[env.ERP_URL]', 'env.LOST'].map((expression) =>
      run(pool, [{ name: 'a', kind: 'transform', expression }]),
    ),
  );
  expect(bodyText(good!)).toBe('["http://erp.local"]');
  expect(bad!.problem).toEqual({
    code: 'secrets_unreadable',
    detail: 'The secrets of the endpoint cannot be read',
    reason: 'a: The secret LOST cannot be read: its data key is lost, or was given up. Enter it again.',
  });
});

test('no execution changes it for the others', async () => {
  await run(pool, [{ name: 'a', kind: 'javascript', code: 'env.ERP_URL = "mine"; return 1' }]);
  expect(resultOf(await run(pool, [{ name: 'a', kind: 'transform', expression: '[env.ERP_URL]' }]))).toEqual([
    'http://erp.local',
  ]);
});

test('an answer may hold a secret on purpose; the traces and the problem of its execution never do', async () => {
  const steps = [
    { name: 'show', kind: 'transform', expression: '{ env.ERP_PASSWORD: env.ERP_PASSWORD & "!" }' },
    {
      name: 'codes',
      kind: 'transform',
      expression:
        '[$encodeUrlComponent(env.ERP_PASSWORD), $base64encode("me:" & env.ERP_PASSWORD), $string([env.ERP_PASSWORD])]',
    },
    { name: 'throws', kind: 'javascript', code: 'throw new Error("cannot use " + env.ERP_PASSWORD)' },
  ] as const;
  const answered = await run(pool, steps.slice(0, 1));
  expect(resultOf(answered)).toEqual({ 'hunter2 & "co"': 'hunter2 & "co"!' });
  expect(stepsOf(answered)[0]?.output).toBe('{"(secret)":"(secret)!"}');
  const failed = await run(pool, [...steps]);
  expect(JSON.stringify(failed)).not.toMatch(/hunter2|aHVudGVyMi|h1bnRlcjI|odW50ZXIy/);
  expect(failed.problem?.reason).toBe('throws: cannot use (secret) (line 1)');
});

test('what a fail step tells its caller is text for people, who see no secret', async () => {
  const { problem } = await run(pool, [{ name: 'no', kind: 'fail', message: 'not {{ env.ERP_PASSWORD }}' }]);
  expect(problem).toMatchObject({ detail: 'not (secret)', reason: 'no: not (secret)' });
});
