import { expect, test } from 'vitest';
import { isUnusual } from '#renderer/trigger-setup/unusual.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { TriggerDraft } from '#shared/model/trigger.ts';

const draft = (trigger: Partial<IntegrationDraftInput['trigger']>): IntegrationDraftInput => ({
  name: 'Orders',
  trigger: { ...TriggerDraft.parse({ authentication: { kind: 'none' } }), ...trigger },
});
const fields = ['trigger.retry', 'trigger.rateLimit', 'trigger.retention'] as const;

test('a trigger with its defaults is as usual, and one with less too', () => {
  expect(isUnusual(draft({}), fields)).toBe(false);
  expect(isUnusual({ name: 'Orders', trigger: { authentication: { kind: 'none' } } }, fields)).toBe(false);
});

test('one other value is not', () => {
  expect(isUnusual(draft({ retry: { attempts: 2, waitSeconds: [1], jitter: 0 } }), fields)).toBe(true);
  expect(isUnusual(draft({ rateLimit: { calls: 1, perSeconds: 1 } }), fields)).toBe(true);
  expect(isUnusual(draft({ rateLimit: { calls: 1, perSeconds: 1 } }), ['trigger.retry'])).toBe(false);
});
