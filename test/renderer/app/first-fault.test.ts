import { expect, test } from 'vitest';
import { faultPaths, formPath, tabOf } from '#renderer/app/first-fault.ts';

const fault = { type: 'custom', message: 'No.' };

test('faults are given in the order of the tabs, each by its path', () => {
  const errors = {
    workflow: [undefined, { name: fault, message: fault }],
    dataProcessing: fault,
    trigger: { queryParameters: Object.assign([{ type: fault }], { root: fault }) },
    name: fault,
  };
  expect(faultPaths(errors)).toEqual([
    'trigger.queryParameters.0.type',
    'trigger.queryParameters',
    'name',
    'dataProcessing',
    'workflow.1.name',
    'workflow.1.message',
  ]);
});

test('a path of the runtime is found in the form', () => {
  expect(formPath('draft.trigger.authentication.keys[0].key')).toBe('trigger.authentication.keys.0.key');
  expect(formPath('name')).toBe('name');
  expect(tabOf(formPath('draft.workflow[2].code'))).toBe('workflow');
});
