import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import type { CallDetail } from '#shared/model/call.ts';

interface CompareDialogProps {
  readonly call: CallDetail;
  readonly onClose: () => void;
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Asks which other call this one is compared with; its origin, where it has one, stands there already. */
export function CompareDialog({ call, onClose }: CompareDialogProps) {
  const [, navigate] = useLocation();
  const [other, setOther] = useState(call.origin ?? '');
  const [isWrong, setWrong] = useState(false);
  const submit = () => {
    const wanted = other.trim().toLowerCase();
    if (id.test(wanted)) navigate(`/compare/${wanted}/${call.id}`);
    else setWrong(true);
  };
  return (
    <Dialog title="Compare with another call" opened onClose={onClose} size="sm">
      <DialogForm onSubmit={submit} onClose={onClose} action="Compare">
        <TextInput
          data-autofocus
          label="Id of the other call"
          description="Copied from its page; or choose two calls in the log and press Compare there."
          value={other}
          error={isWrong ? 'This is not the id of a call.' : undefined}
          onChange={({ currentTarget }) => {
            setOther(currentTarget.value);
            setWrong(false);
          }}
        />
      </DialogForm>
    </Dialog>
  );
}
