import { zodResolver } from '@hookform/resolvers/zod';
import { Text } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { ListField } from '#renderer/ui/ListField.tsx';
import { letsEncrypt } from '#shared/model/certificate.ts';
import { useAddCertificate } from './use-add-certificate.ts';

const Fields = z.object({
  names: z.array(z.string()).min(1, 'At least one host name is required.'),
  email: z.union([z.literal(''), z.email('This is no e-mail address.')]),
  directoryUrl: z.url({
    protocol: /^https$/,
    error: 'This is not an address such as https://acme.example.com/directory.',
  }),
});
type Fields = z.infer<typeof Fields>;

/** A certificate that an issuer gives for names which lead here, and renews. */
export function AcmeForm({ onClose }: { readonly onClose: () => void }) {
  const { control, handleSubmit, setError } = useForm<Fields>({
    defaultValues: { names: [], email: '', directoryUrl: letsEncrypt },
    resolver: zodResolver(Fields),
  });
  const adding = useAddCertificate<Fields>(['names', 'email', 'directoryUrl'], setError, onClose);
  const add = handleSubmit(({ names, email, directoryUrl }) =>
    adding.add({ kind: 'acme', names, email: email === '' ? null : email, directoryUrl }),
  );
  return (
    <DialogForm onSubmit={add} onClose={onClose} action="Check and add" asking={adding}>
      <Text size="xs">
        The issuer asks for a file at http://&lt;name&gt;/.well-known/acme-challenge: port 80 of each name has
        to lead to the HTTP listener. This may take a minute. The terms of the issuer are agreed to by adding
        it.
      </Text>
      <ListField
        control={control}
        name="names"
        label="Host names"
        description="Enter or a comma adds a name."
        placeholder="hooks.example.com"
      />
      <TextField
        control={control}
        name="email"
        label="E-mail"
        description="Where the issuer warns of what is wrong with it."
        emptyIsValue
      />
      <TextField control={control} name="directoryUrl" label="Directory of the issuer" emptyIsValue />
    </DialogForm>
  );
}
