import { describe, expect, test } from 'vitest';
import { Workflow } from '#shared/model/step.ts';

const double = { name: 'double', kind: 'transform', expression: 'item * 2' };
const each = (steps: object[]) => ({ name: 'each', kind: 'forEach', items: 'body.lines', steps });

describe('what a workflow with lists may be', () => {
  const nested = (levels: number): object =>
    levels === 0 ? double : { ...each([nested(levels - 1)]), name: `each${levels}` };
  const faultsOf = (steps: object[]) => {
    const parsed = Workflow.safeParse(steps);
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => [path.join('.'), message]);
  };

  test('lists stand within each other three deep', () => {
    expect(faultsOf([nested(3)])).toEqual([]);
    expect(faultsOf([nested(4)])).toEqual([
      ['0.steps.0.steps.0.steps.0.kind', 'Steps for each item stand within each other three deep at most.'],
    ]);
  });

  test('however deep somebody nests them, the draft is refused and nothing else happens', () => {
    expect(faultsOf([nested(2_000)])).toHaveLength(1);
  });

  test('no two steps have one name, wherever they stand, and at least one stands inside', () => {
    expect(faultsOf([each([double]), double])).toEqual([['1.name', 'The step name double is used twice.']]);
    expect(faultsOf([each([{ ...double, name: 'each' }])])).toEqual([
      ['0.steps.0.name', 'The step name each is used twice.'],
    ]);
    expect(faultsOf([each([])])).toEqual([['0.steps', 'At least one step is required inside.']]);
  });

  test('a thousand steps are the most, those inside of others too', () => {
    const many = Array.from({ length: 999 }, (_one, at) => ({ ...double, name: `s${at}` }));
    expect(faultsOf([each(many)])).toEqual([]);
    expect(faultsOf([each([...many, double])])).toEqual([
      ['', 'At most 1000 steps, those inside of others too.'],
    ]);
  });
});
