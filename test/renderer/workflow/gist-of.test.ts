import { expect, test } from 'vitest';
import { gistOf } from '#renderer/workflow/gist-of.ts';
import { stepKind } from '#renderer/workflow/step-kinds.ts';

test.each([
  [
    'httpRequest',
    { method: 'POST', url: 'http://erp.local/orders', timeoutSeconds: 3 },
    'POST http://erp.local/orders',
  ],
  ['httpRequest', { url: { from: 'input.url' }, headers: { a: 'b' } }, 'GET input.url'],
  ['httpRequest', { url: 'http://erp.local', response: 'auto' }, 'GET http://erp.local'],
  ['httpRequest', { url: 'http://erp.local', response: 'text' }, 'GET http://erp.local text'],
  ['delay', { seconds: 5 }, '5 s'],
  ['forEach', { items: '' }, ''],
  ['forEach', { items: 'input.lines', maxItems: 1_000 }, 'input.lines'],
  [
    'forEach',
    { items: 'input.lines', maxItems: 5_000, concurrency: 3 },
    'input.lines, at most 5\u202f000, 3 side by side',
  ],
  ['transform', { expression: '{\n  "a":   1\n}' }, '{ "a": 1 }'],
  ['javascript', { code: '' }, ''],
  ['respond', { status: 201, body: { from: 'steps.ask' } }, '201 steps.ask'],
  ['transform', { expression: 'x'.repeat(200) }, `${'x'.repeat(120)}…`],
] as const)('a step of kind %s is told by %j', (kind, step, gist) => {
  expect(gistOf(stepKind(kind), step)).toBe(gist);
});
