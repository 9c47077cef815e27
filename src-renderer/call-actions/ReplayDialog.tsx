import { List, Loader, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { CallSelection, ReplayPlan } from '#shared/model/replay.ts';
import { ConfirmRepeat, useConfirmation } from './ConfirmRepeat.tsx';
import { leftOutWords } from './replay-words.ts';

interface ReplayDialogProps {
  readonly selection: CallSelection;
  readonly onClose: () => void;
}

/** Says what would be sent again, and sends it once that is confirmed; the service goes on with it by itself. */
export function ReplayDialog({ selection, onClose }: ReplayDialogProps) {
  const queryClient = useQueryClient();
  const plan = useQuery(orpc.replays.plan.queryOptions({ input: { selection }, staleTime: 0, gcTime: 0 }));
  const starting = useMutation(
    orpc.replays.start.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queryClient.invalidateQueries({ queryKey: orpc.replays.key() });
      },
    }),
  );
  const doubtful = plan.data?.integrations.filter(({ repeatable }) => !repeatable) ?? [];
  const confirmation = useConfirmation(doubtful.length === 0);
  const submit = () => {
    if (plan.data?.total === 0) onClose();
    else if (confirmation.check()) {
      starting.mutate({ selection, confirmed: confirmation.isConfirmed });
    }
  };
  return (
    <Dialog title="Replay calls" opened onClose={onClose}>
      {plan.error !== null && <ProblemNote error={plan.error} />}
      {plan.isPending && <Loader size="sm" aria-label="Counting" />}
      {plan.data !== undefined && (
        <DialogForm
          onSubmit={submit}
          onClose={onClose}
          action={plan.data.total === 0 ? 'Close' : `Replay ${formatCount(plan.data.total)}`}
          asking={starting}
        >
          <Planned plan={plan.data} />
          <ConfirmRepeat confirmation={confirmation} lanes={doubtful.map(({ lane }) => lane)} />
        </DialogForm>
      )}
    </Dialog>
  );
}

function Planned({ plan }: { readonly plan: ReplayPlan }) {
  const left = leftOutWords(plan);
  if (plan.total === 0) return <Text>There is no call to send again. {left}</Text>;
  return (
    <>
      <Text>
        {plan.total === 1 ? 'One call is' : `${formatCount(plan.total)} calls are`} sent again with the same
        bytes, in the order they came, as new calls that name their origin. {left}
      </Text>
      <List size="sm" aria-label="Integrations">
        {plan.integrations.map(({ integrationId, lane, calls }) => (
          <List.Item key={integrationId}>
            <span className="mono">{lane}</span>: {formatCount(calls)}
          </List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed">
        They wait where there is no room, and half of each lane stays free for callers. Nobody waits for their
        answers; idempotency keys in them count for nothing.
      </Text>
    </>
  );
}
