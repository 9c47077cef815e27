import type { Consumers } from '#main/call/consumers.ts';
import type { KeptSecret } from '#main/ports/config-store.ts';
import { Consumer, type ConsumerDraft } from '#shared/model/consumer.ts';
import type { SecretPlace } from '#shared/model/map-secrets.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { prepareSecret } from './prepare-secret.ts';

export interface PreparedConsumer {
  readonly consumer: Consumer;
  readonly newSecrets: readonly KeptSecret[];
  readonly madeKey: string | null;
}

/** Where a consumer's value would stand in a trigger. */
const place: Pick<SecretPlace, 'of' | 'valueField'> = {
  of: { kind: 'apiKeys', keys: [], consumers: [] },
  valueField: 'key',
};

/** Problems, with their path in the draft: `label_taken`, `key_not_found`, `input_invalid`. */
export function prepareConsumer(
  draft: ConsumerDraft,
  current: Consumer | null,
  consumers: Consumers,
  around: Parameters<typeof prepareSecret>[3],
): Result<PreparedConsumer> {
  const twin = consumers.all().find(({ label, id }) => label === draft.label && id !== current?.id);
  if (twin !== undefined) {
    const detail = `Another consumer is labelled ${draft.label}.`;
    return refuse(problem('label_taken', { path: 'label', detail }));
  }
  const named = current === null ? draft : { ...draft, id: current.id };
  const prepared = prepareSecret(named, place, current ?? undefined, around);
  if (!prepared.ok) return prepared;
  const { document, newSecrets, made } = prepared.value;
  return ok({ consumer: Consumer.parse(document), newSecrets, madeKey: made });
}
