import { Textarea } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { BasicUserDraft } from '#shared/model/auth/basic.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { ownLabel } from '#renderer/ui/keys/own-label.ts';
import type { SecretRow, SecretWords } from './secret-rows.ts';

interface AddSecretDialogProps {
  readonly opened: boolean;
  readonly words: SecretWords;
  /** The labels that are taken. */
  readonly labels: readonly string[];
  readonly onClose: () => void;
  readonly onAdd: (row: SecretRow) => void;
}

export function AddSecretDialog({ opened, ...rest }: AddSecretDialogProps) {
  return (
    <Dialog title={rest.words.add} opened={opened} onClose={rest.onClose}>
      <AddSecretForm {...rest} />
    </Dialog>
  );
}

const newSecret = (words: SecretWords, labels: readonly string[]) =>
  z.object({
    label: ownLabel(labels, words.one),
    user: words.hasUser ? BasicUserDraft.shape.user : z.string(),
    value: z.string().min(1, required(words)).pipe(words.valueSchema),
  });

const required = ({ valueField, make }: SecretWords): string =>
  `A ${valueField} is required: ${make === null ? 'paste it' : 'generate one, or paste one of your own'}.`;

function AddSecretForm({ words, labels, onClose, onAdd }: Omit<AddSecretDialogProps, 'opened'>) {
  const { control, register, handleSubmit, formState } = useForm({
    defaultValues: { label: '', user: '', value: '' },
    resolver: zodResolver(newSecret(words, labels)),
  });
  const add = handleSubmit(({ label, user, value }) => {
    onAdd({ label, enabled: true, ...(words.hasUser ? { user } : {}), [words.valueField]: value });
    onClose();
  });
  return (
    <DialogForm onSubmit={add} onClose={onClose} action="Add">
      <TextField
        control={control}
        name="label"
        label="Label"
        data-autofocus
        description={`Tells this consumer's ${words.one} apart from the others.`}
        emptyIsValue
      />
      {words.hasUser && <TextField control={control} name="user" label="User" emptyIsValue />}
      {words.isLong ? (
        <Textarea
          label={words.valueTitle}
          placeholder="-----BEGIN PUBLIC KEY-----"
          autosize
          minRows={4}
          maxRows={12}
          spellCheck={false}
          {...register('value')}
          error={formState.errors.value?.message}
        />
      ) : (
        <TextField
          control={control}
          name="value"
          label={words.valueTitle}
          placeholder={`Paste a ${words.valueField}`}
          emptyIsValue
          make={words.make}
        />
      )}
    </DialogForm>
  );
}
