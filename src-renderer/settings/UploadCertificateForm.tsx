import { FileInput } from '@mantine/core';
import { useController, useForm, type Control } from 'react-hook-form';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { PassphraseField } from './PassphraseField.tsx';
import { useAddCertificate } from './use-add-certificate.ts';

interface Fields {
  readonly certificate: File | null;
  readonly key: File | null;
  readonly passphrase: string;
}

/** Files of the person at the screen, kept by Hookline with their key sealed. */
export function UploadCertificateForm({ onClose }: { readonly onClose: () => void }) {
  const { control, handleSubmit, setError } = useForm<Fields>({
    defaultValues: { certificate: null, key: null, passphrase: '' },
  });
  const adding = useAddCertificate<Fields>(['certificate', 'key', 'passphrase'], setError, onClose);
  const add = handleSubmit(async ({ certificate, key, passphrase }) => {
    if (certificate === null) {
      setError('certificate', { message: 'A file is required.' }, { shouldFocus: true });
      return;
    }
    adding.add({
      kind: 'uploaded',
      certificate: await base64Of(certificate),
      key: key === null ? null : await base64Of(key),
      passphrase: passphrase === '' ? null : passphrase,
    });
  });
  return (
    <DialogForm onSubmit={add} onClose={onClose} action="Check and add" asking={adding}>
      <ChosenFile
        control={control}
        name="certificate"
        label="Certificate"
        description="PEM with its chain, or PFX."
      />
      <ChosenFile
        control={control}
        name="key"
        label="Key"
        description="Not needed where the key stands in the same file."
      />
      <PassphraseField control={control} name="passphrase" />
    </DialogForm>
  );
}

function ChosenFile({
  control,
  name,
  label,
  description,
}: {
  readonly control: Control<Fields>;
  readonly name: 'certificate' | 'key';
  readonly label: string;
  readonly description: string;
}) {
  const { field, fieldState } = useController({ control, name });
  return (
    <FileInput
      {...field}
      size="xs"
      label={label}
      description={description}
      placeholder="Choose a file"
      error={fieldState.error?.message}
      clearable
      clearButtonProps={{ 'aria-label': `Remove the file: ${label}` }}
    />
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
