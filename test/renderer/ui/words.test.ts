import { describe, expect, test } from 'vitest';
import { problem, problemCodes } from '#shared/problem.ts';
import { sayProblem, wordsOf } from '#renderer/ui/words.ts';

describe('every problem has a sentence for people', () => {
  test.each(problemCodes)('%s', (code) => expect(wordsOf[code]).toMatch(/^[A-Z].*\.$/));
});

test('a detail that only repeats the title is left out', () => {
  expect(sayProblem(problem('address_taken'))).toBe('Another integration has this address.');
});

test('a detail of its own follows the sentence', () => {
  const detail = 'Port 8080 is held by another process.';
  expect(sayProblem(problem('port_taken', { detail }))).toBe(`Another program uses the port. ${detail}`);
});
