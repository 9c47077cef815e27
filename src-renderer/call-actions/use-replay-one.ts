import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { orpc } from '#renderer/app/queries.ts';
import type { CallDetail } from '#shared/model/call.ts';

/** Sends one call again and goes to the new one. `repeatable`: what its trigger says; undefined until that is known. */
export function useReplayOne({ id, integrationId }: CallDetail) {
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const sending = useMutation(
    orpc.replays.once.mutationOptions({
      onSuccess: async ({ callId }) => {
        navigate(`/calls/${callId}`);
        await queryClient.invalidateQueries({ queryKey: orpc.calls.get.key({ input: { id } }) });
      },
    }),
  );
  const integration = useQuery(
    orpc.integrations.get.queryOptions({
      input: { id: integrationId ?? '' },
      enabled: integrationId !== null,
    }),
  );
  return { sending, repeatable: integration.data?.trigger.repeatable };
}
