import { useForm } from 'react-hook-form';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { PassphraseField } from './PassphraseField.tsx';
import { useAddCertificate } from './use-add-certificate.ts';

interface Fields {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly passphrase: string;
}

/** Paths on the machine of the service, which reads them again whenever they change. */
export function CertificateFilesForm({ onClose }: { readonly onClose: () => void }) {
  const { control, handleSubmit, setError } = useForm<Fields>({
    defaultValues: { certificateFile: '', keyFile: '', passphrase: '' },
  });
  const adding = useAddCertificate<Fields>(['certificateFile', 'keyFile', 'passphrase'], setError, onClose);
  const add = handleSubmit(({ certificateFile, keyFile, passphrase }) =>
    adding.add({
      kind: 'files',
      certificateFile,
      keyFile: keyFile === '' ? null : keyFile,
      passphrase: passphrase === '' ? null : passphrase,
    }),
  );
  return (
    <DialogForm onSubmit={add} onClose={onClose} action="Check and add" asking={adding}>
      <TextField
        control={control}
        name="certificateFile"
        label="Certificate file"
        description="On the machine of the service: PEM with its chain, or PFX. Read again when it changes."
        placeholder="/etc/ssl/hooks.pem"
        emptyIsValue
        aria-required
      />
      <TextField
        control={control}
        name="keyFile"
        label="Key file"
        description="Left empty where the key stands in the same file."
        placeholder="/etc/ssl/private/hooks.key"
        emptyIsValue
      />
      <PassphraseField control={control} name="passphrase" />
    </DialogForm>
  );
}
