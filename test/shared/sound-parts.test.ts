import { expect, test } from 'vitest';
import { inWhole, soundParts } from '#shared/file/sound-parts.ts';

const open = { authentication: { kind: 'none' } };

test('what is wrong with an integration is left out of it, and one that cannot be without is left out whole', () => {
  const sound = soundParts({
    hookline: 1,
    integrations: [
      7,
      { name: 'A', colour: 'red', trigger: { ...open, methods: ['GET', 'FETCH'], maxWaiting: 'many' } },
      { name: 'B', trigger: open, workflow: [{ name: 'x', kind: 'nothing' }] },
      { trigger: { authentication: { kind: 'nobody' } }, dataProcessing: 'body' },
    ],
  });
  expect(sound?.places).toEqual([1, 3]);
  expect(sound?.file.integrations).toMatchObject([
    { name: 'A', trigger: { methods: ['GET'], maxWaiting: 10_000 } },
    { name: 'integration-3', trigger: open, dataProcessing: 'body' },
  ]);
  const issue = { path: ['integrations', 1, 'dataProcessing'], message: 'Why' };
  expect(inWhole([issue, { path: ['environment', 0], message: 'Why' }], sound!)).toEqual([
    { path: ['integrations', 3, 'dataProcessing'], message: 'Why' },
    { path: ['environment', 0], message: 'Why' },
  ]);
});

test('a step whose name is wrong, or missing, is judged under another one', () => {
  const rest = { kind: 'delay', seconds: 1 };
  const inside = { name: 'each', kind: 'forEach', items: '[1]', steps: [{ ...rest, name: 'a b' }, rest] };
  const sound = soundParts({
    hookline: 1,
    integrations: [{ name: 'A', trigger: open, workflow: [{ ...rest, name: '1st' }, inside] }],
  });
  expect(sound?.file.integrations[0]?.workflow).toMatchObject([
    { name: 'step_0' },
    { name: 'each', steps: [{ name: 'step_1_0' }, { name: 'step_1_1' }] },
  ]);
});

test('what is handed in is not changed', () => {
  const given = { hookline: 1, integrations: [{ name: 'A', colour: 'red', trigger: open }] };
  soundParts(given);
  expect(given.integrations[0]).toHaveProperty('colour');
});

test('where what integrations name is wrong, none of them is judged', () => {
  const integrations = [{ name: 'A', trigger: open }];
  expect(soundParts({ hookline: 1, connections: [{ name: 'stock' }], integrations })).toBeNull();
  expect(soundParts({ integrations })).toBeNull();
  expect(soundParts({ hookline: 1, integrations: 5 })).toBeNull();
  expect(soundParts(null)).toBeNull();
});
