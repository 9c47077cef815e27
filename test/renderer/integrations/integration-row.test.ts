import { expect, test } from 'vitest';
import { Integration } from '#shared/model/integration.ts';
import { matches, rowOf } from '#renderer/integrations/integration-row.ts';

const integration = Integration.parse({
  id: '0192f0c1-2b3c-7d4e-8f50-61728394a5b6',
  version: 1,
  savedAt: '2026-11-25T12:00:00Z',
  code: 't37ed',
  name: 'CreateCustomerRecord',
  trigger: { authentication: { kind: 'none' }, orderedDelivery: true, requestResponse: true },
});

test('a row says in words what the trigger does', () => {
  expect(rowOf(integration)).toEqual({
    id: integration.id,
    name: 'CreateCustomerRecord',
    address: '/t37ed/CreateCustomerRecord',
    methods: 'GET, POST',
    authentication: 'none, this machine only',
    isOpen: true,
    delivery: 'ordered',
    response: 'waits 30 s',
    enabled: true,
  });
});

test('each word that is typed narrows the list', () => {
  const row = rowOf(integration);
  expect(matches(row, '')).toBe(true);
  expect(matches(row, 'customer T37')).toBe(true);
  expect(matches(row, 'ordered enabled')).toBe(true);
  expect(matches(row, 'customer side')).toBe(false);
});
