// What a file says of the consumers of the installation.
import { type Consumers, createConsumers } from '#main/call/consumers.ts';
import { ConsumerDraft, draftOfConsumer } from '#shared/model/consumer.ts';
import type { ConsumerChange } from '#shared/model/installation.ts';
import type { Problem } from '#shared/problem.ts';
import { asKept } from './as-kept.ts';
import { changedFields } from './changed-fields.ts';
import type { CapabilityDeps } from './deps.ts';
import { prepareConsumer, type PreparedConsumer } from './prepare-consumer.ts';

interface ConsumerPlan {
  readonly changes: readonly ConsumerChange[];
  readonly saves: readonly PreparedConsumer[];
  /** Ids. */
  readonly removes: readonly string[];
  /** Those that there will be. */
  readonly after: Consumers;
  /** With their paths in the file. */
  readonly problems: readonly Problem[];
}

/** A file that does not speak of consumers leaves them alone. Problems: those of `prepareConsumer`. */
export function planConsumers(
  drafts: readonly ConsumerDraft[] | undefined,
  prune: boolean,
  { consumers, keyring, settings, now }: CapabilityDeps,
): ConsumerPlan {
  const after = createConsumers(consumers.all());
  const changes: ConsumerChange[] = [];
  const saves: PreparedConsumer[] = [];
  const problems: Problem[] = [];
  const around = { keyring, nowMs: now(), showKeysOnce: settings.current().showKeysOnce };
  for (const [at, given] of (drafts ?? []).entries()) {
    const { label } = given;
    const current = after.all().find((one) => one.label === label) ?? null;
    const draft =
      current === null ? given : ConsumerDraft.parse(asKept(given, current, { valueField: 'key' }, around));
    const fields = current === null ? [] : changedFields(draftOfConsumer(current), draft);
    const action = current === null ? 'create' : fields.length === 0 ? 'keep' : 'update';
    changes.push({ action, label, fields });
    if (action === 'keep') continue;
    const prepared = prepareConsumer(draft, current, after, around);
    if (!prepared.ok) {
      const { problem: why } = prepared;
      problems.push({ ...why, path: `consumers[${at}].${why.path ?? 'label'}` });
      continue;
    }
    saves.push(prepared.value);
    after.put(prepared.value.consumer);
  }
  const named = new Set(drafts?.map(({ label }) => label));
  const surplus = prune && drafts !== undefined ? after.all().filter(({ label }) => !named.has(label)) : [];
  for (const { id, label } of surplus) {
    after.remove(id);
    changes.push({ action: 'delete', label, fields: [] });
  }
  return { changes, saves, removes: surplus.map(({ id }) => id), after, problems };
}
