import { expect, test } from 'vitest';
import { messageAt, messageWithin } from '#renderer/ui/message-at.ts';

const errors = {
  workflow: [
    undefined,
    { body: { sum: { from: { type: 'runtime', message: 'The expression ends too early.' } } } },
  ],
};

test('a fault within the value of a field is shown at the field', () => {
  expect(messageWithin(errors, 'workflow.1.body')).toBe('The expression ends too early.');
  expect(messageAt(errors, 'workflow.1.body')).toBeUndefined();
  expect(messageAt(errors, 'workflow.1.body.sum.from')).toBe('The expression ends too early.');
});

test('a field without a fault has no message', () => {
  expect(messageWithin(errors, 'workflow.0')).toBeUndefined();
  expect(messageWithin(errors, 'name')).toBeUndefined();
});
