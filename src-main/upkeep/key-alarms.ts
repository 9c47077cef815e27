import type { Consumer } from '#shared/model/consumer.ts';
import { type ApiKey, expiryNoticeMs } from '#shared/model/api-key.ts';
import { apiKeysOf } from '#shared/model/secrets-of.ts';
import type { LiveIntegration } from '#main/call/registry.ts';
import type { Alarm } from '#shared/model/setting.ts';

const named = 3;

/**
 * The keys that end within the next two weeks, or ended within the last, as one alarm; made when somebody looks, since
 * nothing but the time changes it.
 */
export function keyAlarms(
  integrations: readonly LiveIntegration[],
  consumers: readonly Consumer[],
  nowMs: number,
): Alarm[] {
  const ending = [...integrations.flatMap(keysOf), ...endsOf(consumers, null)]
    .filter(({ atMs }) => Math.abs(atMs - nowMs) <= expiryNoticeMs)
    .sort((a, b) => a.atMs - b.atMs);
  const [first] = ending;
  if (first === undefined) return [];
  const said = ending.slice(0, named).map(({ label, of, atMs }) => {
    const day = new Date(atMs).toISOString().slice(0, 10);
    return `${label}${of === null ? '' : ` of ${of}`} ${atMs <= nowMs ? 'expired' : 'expires'} on ${day}`;
  });
  const rest = ending.length > named ? `, and ${ending.length - named} more` : '';
  return [
    {
      code: 'key_expiring',
      text: `API keys that end: ${said.join(', ')}${rest}.`,
      since: new Date(first.atMs - expiryNoticeMs).toISOString(),
    },
  ];
}

function keysOf({ integration: { name, trigger } }: LiveIntegration) {
  return endsOf(apiKeysOf(trigger.authentication), name);
}

/** `of`: null for the keys of consumers. */
const endsOf = (keys: readonly ApiKey[], of: string | null) =>
  keys.flatMap(({ label, enabled, expiresAt }) =>
    enabled && expiresAt !== null ? [{ label, of, atMs: Date.parse(expiresAt) }] : [],
  );
