import { TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { useNow } from '#renderer/ui/use-now.ts';

interface ExpiryDialogProps {
  /** null while the dialog is closed. */
  readonly of: { readonly label: string; readonly expiresAt?: string | null | undefined } | null;
  /** What is changed is so at once; else once it is saved. */
  readonly isLive: boolean;
  readonly onClose: () => void;
  readonly onChange: (expiresAt: string | null) => void;
}

/** Until when a key works. */
export function ExpiryDialog({ of, ...rest }: ExpiryDialogProps) {
  return (
    <Dialog
      title={of === null ? 'Expiry' : `Expiry of ${of.label}`}
      opened={of !== null}
      onClose={rest.onClose}
      size="sm"
    >
      {of !== null && <ExpiryForm expiresAt={of.expiresAt ?? null} {...rest} />}
    </Dialog>
  );
}

/** It is taken all the same: so a key is ended at once, and an export may have one that has ended. */
const over = (when: string): string =>
  `This is over already: its calls are answered 403 ${when}. Empty: it has no end.`;

function ExpiryForm({
  expiresAt,
  isLive,
  onClose,
  onChange,
}: Omit<ExpiryDialogProps, 'of'> & { readonly expiresAt: string | null }) {
  const [before] = useState(() => (expiresAt === null ? '' : localTime(expiresAt)));
  const [time, setTime] = useState(before);
  const [isHalf, setHalf] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const nowMs = useNow(10_000);
  const isOver = time !== '' && Date.parse(time) <= nowMs;
  const change = () => {
    // A day without a time has no value, just as none at all.
    if (input.current?.validity.badInput === true) {
      setHalf(true);
      input.current.focus();
      return;
    }
    // The seconds of what was there are not shown.
    if (time !== before) onChange(time === '' ? null : new Date(time).toISOString());
    onClose();
  };
  return (
    <DialogForm onSubmit={change} onClose={onClose} action="Change">
      <TextInput
        ref={input}
        data-autofocus
        type="datetime-local"
        label="Expires"
        description={
          isOver
            ? over(isLive ? 'at once' : 'as soon as it is saved')
            : 'From then on its calls are answered 403. Empty: it has no end.'
        }
        value={time}
        onChange={({ currentTarget }) => setTime(currentTarget.value)}
        onInput={() => setHalf(false)}
        error={isHalf ? 'Give a day and a time, or neither.' : undefined}
      />
    </DialogForm>
  );
}

/** As the input of a browser has it: the reader's own time, without a zone. */
function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
