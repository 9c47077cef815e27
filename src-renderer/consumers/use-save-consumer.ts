import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '#renderer/app/client.ts';
import { orpc } from '#renderer/app/queries.ts';
import type { ConsumerPlace } from '#shared/contract/consumers.ts';
import type { ConsumerDraft } from '#shared/model/consumer.ts';

/** Changes a consumer, or deletes it; every trigger that lets it in follows at once. */
export function useSaveConsumer({ id, label, enabled, expiresAt, rateLimit, allow }: ConsumerPlace) {
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: orpc.consumers.key() });
  const change = useMutation({
    mutationFn: (differences: Partial<ConsumerDraft>) =>
      client.consumers.update({
        id,
        draft: { id, label, enabled, expiresAt, rateLimit, allow, ...differences },
      }),
    onSuccess,
  });
  const remove = useMutation({ mutationFn: () => client.consumers.remove({ id }), onSuccess });
  return { change: change.mutate, remove: remove.mutate, error: change.error ?? remove.error };
}
