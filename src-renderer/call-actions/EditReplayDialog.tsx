import { Select, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import type { CallDetail } from '#shared/model/call.ts';
import { Method } from '#shared/model/trigger.ts';
import { ConfirmRepeat, useConfirmation } from './ConfirmRepeat.tsx';
import { changesOf, type EditedCall, editable, readEdited, whyNotEdited } from './edited-call.ts';
import { useReplayOne } from './use-replay-one.ts';

interface EditReplayDialogProps {
  readonly call: CallDetail;
  readonly onClose: () => void;
}

/** Changes what is sent before it is sent again; what is left alone stays as it was, to the byte. */
export function EditReplayDialog({ call, onClose }: EditReplayDialogProps) {
  const { sending, repeatable } = useReplayOne(call);
  const confirmation = useConfirmation(repeatable);
  const [edited, setEdited] = useState<EditedCall>(() => editable(call));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const change = (part: Partial<EditedCall>) => {
    setEdited({ ...edited, ...part });
    setErrors({});
  };
  const submit = () => {
    const read = readEdited(changesOf(edited, editable(call)));
    setErrors(read.errors);
    const isSure = confirmation.check();
    if (read.changes === null || !isSure) return;
    sending.mutate({ id: call.id, changes: read.changes, confirmed: confirmation.isConfirmed });
  };
  return (
    <Dialog title="Edit and replay" opened onClose={onClose} size="lg">
      <DialogForm onSubmit={submit} onClose={onClose} action="Replay" asking={sending}>
        <Select
          label="Method"
          w={140}
          data={Method.options}
          allowDeselect={false}
          value={edited.method}
          error={errors['method']}
          onChange={(method) => change({ method: method ?? edited.method })}
        />
        <TextInput
          label="Query"
          description="As it stands in the address, without the question mark."
          className="mono"
          value={edited.query}
          error={errors['query']}
          onChange={({ currentTarget }) => change({ query: currentTarget.value })}
        />
        <Textarea
          label="Headers"
          description="One on a line, the name before a colon. Credentials are left out."
          autosize
          minRows={3}
          maxRows={10}
          value={edited.headers}
          error={errors['headers']}
          onChange={({ currentTarget }) => change({ headers: currentTarget.value })}
        />
        {edited.body === null ? (
          <Text size="xs" c="dimmed">
            {whyNotEdited(call)}
          </Text>
        ) : (
          <Textarea
            label="Body"
            autosize
            minRows={5}
            maxRows={18}
            value={edited.body}
            error={errors['body']}
            onChange={({ currentTarget }) => change({ body: currentTarget.value })}
          />
        )}
        <ConfirmRepeat confirmation={confirmation} />
      </DialogForm>
    </Dialog>
  );
}
