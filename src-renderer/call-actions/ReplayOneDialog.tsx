import { Text } from '@mantine/core';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import type { CallDetail } from '#shared/model/call.ts';
import { ConfirmRepeat, useConfirmation } from './ConfirmRepeat.tsx';
import { useReplayOne } from './use-replay-one.ts';

interface ReplayOneDialogProps {
  readonly call: CallDetail;
  readonly onClose: () => void;
}

/** Sends one call again as it was, and goes to the new one. */
export function ReplayOneDialog({ call, onClose }: ReplayOneDialogProps) {
  const { sending, repeatable } = useReplayOne(call);
  const confirmation = useConfirmation(repeatable);
  const submit = () => {
    if (confirmation.check()) sending.mutate({ id: call.id, confirmed: confirmation.isConfirmed });
  };
  return (
    <Dialog title="Replay the call" opened onClose={onClose} size="sm">
      <DialogForm onSubmit={submit} onClose={onClose} action="Replay" asking={sending}>
        <Text>
          The same bytes are sent once more, as a new call that names this one as its origin. Its credentials
          were not kept: it is let in because you send it. Nobody waits for its answer.
        </Text>
        <ConfirmRepeat confirmation={confirmation} />
      </DialogForm>
    </Dialog>
  );
}
