import { Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';

interface ActDialogProps {
  readonly title: string;
  readonly text: string;
  /** What stands on the button. */
  readonly label: string;
  readonly needsNote: boolean;
  readonly act: (note: string) => Promise<unknown>;
  readonly onClose: () => void;
}

const longestNote = 1_000;

/** Asks for the note that the lane's history keeps, then acts; what was refused is said here. */
export function ActDialog({ title, text, label, needsNote, act, onClose }: ActDialogProps) {
  const queryClient = useQueryClient();
  // It is taken down whole when it closes, before the dialog could give the focus back.
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) opener.focus();
    },
    [opener],
  );
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const acting = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: orpc.lanes.key() });
    },
  });
  const submit = () => {
    const isEmpty = needsNote && note.trim() === '';
    setMissing(isEmpty);
    if (!isEmpty) acting.mutate(note);
  };
  return (
    <Dialog title={title} opened onClose={onClose} size="sm">
      <DialogForm onSubmit={submit} onClose={onClose} action={label} leave="Close" asking={acting}>
        <Text>{text}</Text>
        <Textarea
          data-autofocus
          label="Note"
          description={
            needsNote
              ? 'Why; it stays in the history of the lane.'
              : 'It stays in the history of the lane; may be left empty.'
          }
          required={needsNote}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={longestNote}
          value={note}
          error={isMissing ? 'A note is needed: it is all that others will know of this.' : undefined}
          onChange={({ currentTarget }) => {
            setNote(currentTarget.value);
            setMissing(false);
          }}
        />
      </DialogForm>
    </Dialog>
  );
}
