import { expect, test } from 'vitest';
import { detailText } from '#main/headless/call-text.ts';
import { call, step } from '#test/renderer/call-detail/call.ts';

test('steps that ran inside of another one stand below it, each time that they did', () => {
  const run = { startedMs: 0, durationMs: 2 };
  const each = step({
    name: 'each',
    kind: 'forEach',
    durationMs: 5,
    runs: [
      {
        ...run,
        index: 0,
        title: 'item 1',
        state: 'succeeded',
        steps: [step({ name: 'line', durationMs: 1 })],
      },
      {
        ...run,
        index: 1,
        title: 'item 2',
        state: 'failed',
        steps: [step({ name: 'line', durationMs: 1, state: 'failed', error: 'No.' })],
      },
    ],
    moreRuns: 3,
  });
  const text = detailText(call({ steps: [each, step({ name: 'after', durationMs: 1 })] }));
  expect(text.slice(text.indexOf('STEP')).split('\n')).toEqual([
    'STEP        KIND         STATE      MS   ERROR',
    'each        forEach      succeeded  5.0',
    '  item 1                 succeeded  2.0',
    '    line    httpRequest  succeeded  1.0',
    '  item 2                 failed     2.0',
    '    line    httpRequest  failed     1.0  No.',
    '  (3 more)',
    'after       httpRequest  succeeded  1.0',
    '',
  ]);
});
