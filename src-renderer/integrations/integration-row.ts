// An integration as a row of the list: every cell in words. Pure.
import { endpointPath } from '#shared/model/address.ts';
import type { IntegrationSummary } from '#shared/model/integration.ts';
import { sayAuthentication } from '#renderer/ui/authentication-words.ts';

export interface IntegrationRow {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly methods: string;
  readonly authentication: string;
  /** Takes calls without a key. */
  readonly isOpen: boolean;
  readonly delivery: string;
  readonly response: string;
  readonly enabled: boolean;
}

export function rowOf(integration: IntegrationSummary): IntegrationRow {
  const { id, name, enabled, trigger } = integration;
  const { authentication, requestResponse } = trigger;
  return {
    id,
    name,
    address: endpointPath(integration),
    methods: trigger.methods.join(', '),
    authentication: sayAuthentication(authentication),
    isOpen: authentication.kind === 'none',
    delivery: trigger.orderedDelivery ? 'ordered' : `${trigger.concurrency} side by side`,
    response: requestResponse ? `waits ${requestResponse.timeoutSeconds} s` : '202 at once',
    enabled,
  };
}

/** Whether each word of what was typed stands somewhere in the row. */
export function matches(row: IntegrationRow, sought: string): boolean {
  const text = [
    row.name,
    row.address,
    row.methods,
    row.authentication,
    row.delivery,
    row.enabled ? 'enabled' : 'disabled',
  ]
    .join(' ')
    .toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
