import { Button, Group, Stack } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { orpc } from '#renderer/app/queries.ts';
import { useKeyDescription } from '#renderer/app/use-key-description.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { makeKey } from '#renderer/ui/keys/make-key.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { ApiKeyDraft, KeyText } from '#shared/model/api-key.ts';

interface NewConsumerDialogProps {
  readonly opened: boolean;
  /** The labels that are taken. */
  readonly labels: readonly string[];
  readonly onClose: () => void;
}

export function NewConsumerDialog({ opened, ...rest }: NewConsumerDialogProps) {
  return (
    <Dialog title="New consumer" opened={opened} onClose={rest.onClose}>
      <NewConsumerForm {...rest} />
    </Dialog>
  );
}

function NewConsumerForm({ labels, onClose }: Omit<NewConsumerDialogProps, 'opened'>) {
  const queryClient = useQueryClient();
  const description = useKeyDescription();
  const form = useForm({
    defaultValues: { label: '', key: '' },
    resolver: zodResolver(
      z.object({
        label: ApiKeyDraft.shape.label.refine(
          (text) => !labels.includes(text),
          'Another one has this label.',
        ),
        key: KeyText,
      }),
    ),
  });
  const creation = useMutation(
    orpc.consumers.create.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queryClient.invalidateQueries({ queryKey: orpc.consumers.key() });
      },
    }),
  );
  const submit = form.handleSubmit((draft) => creation.mutate({ draft }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <TextField
          control={form.control}
          name="label"
          label="Label"
          data-autofocus
          description="Who calls: a system or a partner. It stands in the log."
          emptyIsValue
        />
        <TextField
          control={form.control}
          name="key"
          label="Key"
          description={description}
          placeholder="Paste a key"
          emptyIsValue
          inputContainer={(input) => (
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <div style={{ flex: 1 }}>{input}</div>
              <Button
                variant="default"
                onClick={() => {
                  form.setValue('key', makeKey());
                  form.clearErrors('key');
                }}
              >
                Generate
              </Button>
            </Group>
          )}
        />
        {creation.error && <ProblemNote error={creation.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={creation.isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
