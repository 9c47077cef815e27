import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { useNow } from '#renderer/ui/use-now.ts';

interface ExpiryDialogProps {
  /** null while the dialog is closed. */
  readonly of: { readonly label: string; readonly expiresAt?: string | null | undefined } | null;
  readonly onClose: () => void;
  readonly onChange: (expiresAt: string | null) => void;
}

/** Until when a key works. */
export function ExpiryDialog({ of, onClose, onChange }: ExpiryDialogProps) {
  return (
    <Dialog
      title={of === null ? 'Expiry' : `Expiry of ${of.label}`}
      opened={of !== null}
      onClose={onClose}
      size="sm"
    >
      {of !== null && <ExpiryForm expiresAt={of.expiresAt ?? null} onClose={onClose} onChange={onChange} />}
    </Dialog>
  );
}

/** It is taken all the same: so a key is ended at once, and an export may have one that has ended. */
const over = 'This is over already: its calls are answered 403 as soon as it is saved. Empty: it has no end.';

function ExpiryForm({
  expiresAt,
  onClose,
  onChange,
}: Omit<ExpiryDialogProps, 'of'> & { readonly expiresAt: string | null }) {
  const [time, setTime] = useState(expiresAt === null ? '' : localTime(expiresAt));
  const nowMs = useNow(10_000);
  const isOver = time !== '' && Date.parse(time) <= nowMs;
  const change = () => {
    onChange(time === '' ? null : new Date(time).toISOString());
    onClose();
  };
  return (
    <DialogForm onSubmit={change} onClose={onClose} action="Change">
      <TextInput
        data-autofocus
        type="datetime-local"
        label="Expires"
        description={isOver ? over : 'From then on its calls are answered 403. Empty: it has no end.'}
        value={time}
        onChange={({ currentTarget }) => setTime(currentTarget.value)}
      />
    </DialogForm>
  );
}

/** As the input of a browser has it: the reader's own time, without a zone. */
function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
