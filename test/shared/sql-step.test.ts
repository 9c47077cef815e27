import { describe, expect, test } from 'vitest';
import { Step } from '#shared/model/step.ts';

describe('what is refused of an SQL step at save', () => {
  const faultOf = (given: object): unknown =>
    Step.safeParse({ name: 'ask', kind: 'sql', connection: 'db', ...given }).error?.issues.map(
      ({ path, message }) => [path.join('.'), message],
    );

  test.each([
    [
      { statement: 'SELECT * FROM a WHERE id = {{ body.id }}' },
      'statement',
      'A statement takes no {{ expressions }}: give the value in the parameters, and write :name, or ? in their order, in its place.',
    ],
    [{}, 'statement', 'Either a statement or a list of statements is required.'],
    [
      { statement: 'begin' },
      'statement',
      'Statements that belong together are a list of statements: all of them take effect, or none.',
    ],
    [
      { statements: [{ statement: 'SELECT 1' }], parameters: { a: 1 } },
      'parameters',
      'Each statement of a list has parameters of its own.',
    ],
    [{ statement: 'SELECT 1', parameters: 7 }, 'parameters', 'Parameters are { "name": value }, or a list.'],
  ])('%j', (given, path, message) => {
    expect(faultOf(given)).toEqual([[path, message]]);
  });
});
