import { Checkbox, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '#renderer/app/client.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { saveAsFile } from '#renderer/ui/save-as-file.ts';
import type { CallSelection } from '#shared/model/replay.ts';

interface SupportBundleDialogProps {
  readonly selection: CallSelection;
  readonly onClose: () => void;
}

/** Saves what somebody needs who is asked for help. */
export function SupportBundleDialog({ selection, onClose }: SupportBundleDialogProps) {
  const [bodies, setBodies] = useState(false);
  const making = useMutation({
    mutationFn: async () => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for await (const { base64 } of await client.exports.supportBundle({ selection, bodies })) {
        parts.push(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
      }
      const name = `hookline-support-${new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')}.zip`;
      saveAsFile(name, new Blob(parts));
    },
    onSuccess: onClose,
  });
  return (
    <Dialog title="Support bundle" opened onClose={onClose} size="sm">
      <DialogForm onSubmit={() => making.mutate()} onClose={onClose} action="Save" asking={making}>
        <Text>
          One ZIP file with these calls and their timeline (the newest 200), integrations, settings, what the
          doctor finds, versions, and what the log last said. Secrets are taken out.
        </Text>
        <Checkbox
          label="With bodies, and what steps took and made"
          description="They may hold data of your customers: look through the file before you hand it on."
          checked={bodies}
          onChange={({ currentTarget }) => setBodies(currentTarget.checked)}
        />
      </DialogForm>
    </Dialog>
  );
}
