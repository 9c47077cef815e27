import { expect, test } from 'vitest';
import { isTwin, recordOf, rowsOf, TwinNames } from '#renderer/ui/twin-names.ts';
import { HttpRequest } from '#shared/model/step/http-request.ts';

test('rows are the record they stand for, but for those in which nothing was typed', () => {
  expect(
    recordOf([
      ['a', '1'],
      ['', ''],
      ['b', '2'],
    ]),
  ).toEqual({ a: '1', b: '2' });
  expect(recordOf([['', '']])).toBeUndefined();
  expect(recordOf([['', 'x']])).toEqual({ '': 'x' });
});

test('two rows of one name are no record: they pass no schema, and none of them is lost', () => {
  const rows = [
    ['a', '1'],
    ['a', '2'],
  ] as const;
  const record = recordOf(rows);
  expect(record).toBeInstanceOf(TwinNames);
  expect(rowsOf(record)).toEqual(rows);
  expect([isTwin(rows, 0), isTwin(rows, 1)]).toEqual([false, true]);
  for (const field of ['query', 'headers']) {
    const step = { name: 'send', kind: 'httpRequest', url: 'http://127.0.0.1/', [field]: record };
    expect(HttpRequest.safeParse(step).success).toBe(false);
  }
});
