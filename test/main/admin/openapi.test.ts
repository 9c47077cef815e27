// The OpenAPI document of the admin API.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeApi } from '#main/admin/openapi.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { expectOpenapi, refsIn, schemaIn } from '#test/support/openapi.ts';
import { create, draft, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
let text: string;
beforeAll(async () => {
  at = await startRuntime(await newFolder());
  text = JSON.stringify(await describeApi('1.2.3'));
});
afterAll(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

test('it is valid by the standard, and leads nowhere that is not in it', () => {
  expectOpenapi(JSON.parse(text));
});

test('what stands in many places stands in it once, under its name, and nothing that no place leads to', () => {
  const document = JSON.parse(text);
  expect(text.length).toBeLessThan(400_000);
  const used = new Set(refsIn(document).map((ref) => ref.replace('#/components/schemas/', '')));
  expect(Object.keys(document.components.schemas).filter((name) => !used.has(name))).toEqual([]);
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Integration', 'TriggerDraftInput', 'HttpRequestStep', 'NotificationRule']),
  );
});

test('it is true of an integration with steps within each other, and of no wrong one', async () => {
  const rest = { name: 'rest', kind: 'delay' as const, seconds: 1 };
  const each = (name: string, inside: object) => ({
    name,
    kind: 'forEach' as const,
    items: '[1]',
    steps: [inside],
  });
  const workflow = [each('one', each('two', each('three', rest)))];
  const { integration } = await create(at, draft('Deep', {}, { workflow }));
  const isIntegration = schemaIn(JSON.parse(text), '#/components/schemas/Integration');
  isIntegration(integration);
  expect(isIntegration.errors).toBeNull();
  const wrong = [each('one', each('two', each('three', { ...rest, seconds: 'long' })))];
  expect(isIntegration({ ...integration, workflow: wrong })).toBe(false);
});
