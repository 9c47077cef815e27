import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { failureOf } from '#shared/contract/failure.ts';
import { endpointPath } from '#shared/model/address.ts';
import type { Integration } from '#shared/model/integration.ts';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { letGo } from './leave-guard.ts';
import { orpc } from './queries.ts';

interface DeleteDialogProps {
  readonly integration: Integration;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const actions: Readonly<Record<string, string>> = {
  calls_waiting: 'Cancel the waiting calls and delete',
  integration_called: 'Delete it all the same',
};

export function DeleteDialog({ integration, opened, onClose }: DeleteDialogProps) {
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  const removal = useMutation(
    orpc.integrations.remove.mutationOptions({
      onSuccess: () => {
        letGo();
        navigate('/');
        return queryClient.invalidateQueries({ queryKey: orpc.integrations.summaries.key() });
      },
    }),
  );
  // What somebody was asked about once is decided.
  const asked = removal.error === null ? null : failureOf(removal.error).code;
  const cancelWaiting = asked === 'calls_waiting' || removal.variables?.cancelWaiting === true;
  const breakCallers = asked === 'integration_called' || removal.variables?.breakCallers === true;
  return (
    <ConfirmDialog
      title={`Delete ${integration.name}`}
      opened={opened}
      action={actions[asked ?? ''] ?? 'Delete'}
      asking={removal}
      onConfirm={() => removal.mutate({ id: integration.id, cancelWaiting, breakCallers })}
      onClose={onClose}
    >
      Calls to {endpointPath(integration)} are answered 404 from then on. Its calls stay in the log; the
      integration and its keys cannot be brought back.
    </ConfirmDialog>
  );
}
