import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPutOff, type PutOffCall, type PutOffOrder } from '#main/lane/put-off.ts';

const Step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: fc.nat(1_000) }) },
  { weight: 3, arbitrary: fc.record({ remove: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ take: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ order: fc.constantFrom<PutOffOrder>('sequence', 'dueMs') }) },
);

it('calls put off are had by the order that is asked for, however many come and go', () => {
  fc.assert(
    fc.property(fc.array(Step, { maxLength: 1_000, size: 'max' }), (steps) => {
      let by: PutOffOrder = 'dueMs';
      const putOff = createPutOff(by);
      let model: PutOffCall[] = [];
      const first = () =>
        model.toSorted((one, other) => one[by] - other[by] || one.sequence - other.sequence)[0] ?? null;
      for (const [at, step] of steps.entries()) {
        if ('add' in step) {
          const call = { sequence: at, dueMs: step.add };
          model.push(call);
          putOff.add(call);
        } else if ('order' in step) {
          by = step.order;
          putOff.order(by);
        } else {
          const sequence = 'take' in step ? first()?.sequence : model[step.remove % model.length]?.sequence;
          if (sequence !== undefined) expect(putOff.remove(sequence)).toBe(true);
          model = model.filter((one) => one.sequence !== sequence);
        }
        expect(putOff.first()).toEqual(first());
      }
      for (const { sequence } of model) putOff.remove(sequence);
      expect([putOff.first(), putOff.remove(1_001)]).toEqual([null, false]);
    }),
  );
});
