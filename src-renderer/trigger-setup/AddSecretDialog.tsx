import { Button, Group, Stack, Textarea } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { BasicUserDraft } from '#shared/model/auth/basic.ts';
import { Label } from '#shared/model/secret.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
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
    label: Label.refine((text) => !labels.includes(text), `Another ${words.one} has this label.`),
    user: words.hasUser ? BasicUserDraft.shape.user : z.string(),
    value: z.string().min(1, required(words)).pipe(words.valueSchema),
  });

const required = ({ valueField, make }: SecretWords): string =>
  `A ${valueField} is required: ${make === null ? 'paste it' : 'generate one, or paste one of your own'}.`;
function AddSecretForm({ words, labels, onClose, onAdd }: Omit<AddSecretDialogProps, 'opened'>) {
  const form = useForm({
    defaultValues: { label: '', user: '', value: '' },
    resolver: zodResolver(newSecret(words, labels)),
  });
  const { make } = words;

  const add = form.handleSubmit(({ label, user, value }) => {
    onAdd({
      label,
      enabled: true,
      ...(words.hasUser ? { user } : {}),
      [words.valueField]: value,
    });
    onClose();
  });
  return (
    <form
      onSubmit={(event) => {
        event.stopPropagation();
        void add(event);
      }}
      noValidate
    >
      <Stack gap="sm">
        <TextField
          control={form.control}
          name="label"
          label="Label"
          data-autofocus
          description={`Tells this consumer's ${words.one} apart from the others.`}
          emptyIsValue
        />
        {words.hasUser && <TextField control={form.control} name="user" label="User" emptyIsValue />}
        {words.isLong ? (
          <Textarea
            label={words.valueTitle}
            placeholder="-----BEGIN PUBLIC KEY-----"
            autosize
            minRows={4}
            maxRows={12}
            spellCheck={false}
            {...form.register('value')}
            error={form.formState.errors.value?.message}
          />
        ) : (
          <TextField
            control={form.control}
            name="value"
            label={words.valueTitle}
            placeholder={`Paste a ${words.valueField}`}
            emptyIsValue
            inputContainer={(input) => (
              <Group gap="xs" wrap="nowrap" align="flex-start">
                <div style={{ flex: 1 }}>{input}</div>
                {make !== null && (
                  <Button
                    variant="default"
                    onClick={() => {
                      form.setValue('value', make(), { shouldDirty: true });
                      form.clearErrors('value');
                    }}
                  >
                    Generate
                  </Button>
                )}
              </Group>
            )}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Add</Button>
        </Group>
      </Stack>
    </form>
  );
}
