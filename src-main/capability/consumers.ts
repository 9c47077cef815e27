import type { Consumer, ConsumerDraft } from '#shared/model/consumer.ts';
import { consumersOf } from '#shared/model/consumers-of.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import { commitSave } from './commit-save.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { keyUses } from './key-use.ts';
import { prepareConsumer } from './prepare-consumer.ts';

export function consumerCapability(deps: CapabilityDeps) {
  const os = answering.consumers;
  const { consumers, registry, store, keyring, settings, inTurn } = deps;

  /** The triggers that let each consumer in, by its id: of thousands one look tells all. */
  function usersById() {
    const users = registry
      .all()
      .flatMap(({ integration: { id, code, name, trigger } }) =>
        [...new Set(consumersOf(trigger.authentication))].map((consumerId) => ({
          consumerId,
          id,
          code,
          name,
        })),
      )
      .sort((a, b) => a.name.localeCompare(b.name));
    return Map.groupBy(users, ({ consumerId }) => consumerId);
  }

  function current(id: string): Consumer {
    const consumer = consumers.get(id);
    if (consumer === undefined) throw toFailure(problem('consumer_not_found'));
    return consumer;
  }

  const save = (draft: ConsumerDraft, id: string | null) =>
    inTurn(async () => {
      const known = id === null ? null : current(id);
      const around = { keyring, nowMs: deps.now(), showKeysOnce: settings.current().showKeysOnce };
      const prepared = valueOf(prepareConsumer(draft, known, consumers, around));
      valueOf(await commitSave({ consumers: { saves: [prepared], removes: [] } }, deps));
      return { consumer: prepared.consumer, madeKey: prepared.madeKey };
    });

  return {
    list: os.list.handler(async () => {
      const useOf = keyUses(await store.keyUse.days(), deps.now());
      const users = usersById();
      return consumers.all().map((consumer) => ({
        ...consumer,
        use: useOf(consumer.id),
        previousUse: consumer.previous === null ? null : useOf(consumer.previous.id),
        usedBy: (users.get(consumer.id) ?? []).map(({ consumerId: _of, ...user }) => user),
      }));
    }),
    create: os.create.handler(({ input }) => save(input.draft, null)),
    update: os.update.handler(({ input }) => save(input.draft, input.id)),
    remove: os.remove.handler(({ input }) =>
      inTurn(async () => {
        const { id, label } = current(input.id);
        const users = (usersById().get(id) ?? []).map(({ name }) => name);
        if (users.length > 0) {
          const detail = `${users.join(', ')} let ${label} in.`;
          throw toFailure(problem('consumer_used', { detail }));
        }
        valueOf(await commitSave({ consumers: { saves: [], removes: [id] } }, deps));
        return {};
      }),
    ),
  };
}
