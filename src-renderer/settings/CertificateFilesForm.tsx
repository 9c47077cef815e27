import { useForm } from 'react-hook-form';
import { TextField } from '#renderer/ui/fields.tsx';
import { AddForm, PassphraseField } from './add-form.tsx';
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
    <AddForm onSubmit={add} onClose={onClose} adding={adding}>
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
    </AddForm>
  );
}
