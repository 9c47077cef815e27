import { zodResolver } from '@hookform/resolvers/zod';
import { SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { LongTextField } from '#renderer/ui/LongTextField.tsx';
import { SecretField } from '#renderer/ui/SecretField.tsx';
import { EnvironmentName } from '#shared/model/environment.ts';

/** What is to be set: a new one, where it has no name yet. */
export interface Asked {
  readonly name: string | null;
  readonly isSecret: boolean;
  readonly value?: string;
}

interface ValueDialogProps {
  /** Null while the dialog is closed. */
  readonly asked: Asked | null;
  /** The names that there are. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

export function ValueDialog({ asked, ...rest }: ValueDialogProps) {
  const title =
    asked?.name === null ? 'New value' : `${asked?.isSecret ? 'Replace' : 'Change'} ${asked?.name ?? ''}`;
  return (
    <Dialog title={title} opened={asked !== null} onClose={rest.onClose}>
      {asked !== null && <ValueForm asked={asked} {...rest} />}
    </Dialog>
  );
}

function ValueForm({ asked, taken, onClose }: ValueDialogProps & { readonly asked: Asked }) {
  const [isSecret, setSecret] = useState(asked.isSecret);
  const isNew = asked.name === null;
  const { control, handleSubmit } = useForm({
    defaultValues: { name: asked.name ?? '', text: asked.isSecret ? '' : (asked.value ?? '') },
    resolver: zodResolver(
      z.object({
        name: EnvironmentName.refine((name) => !isNew || !taken.includes(name), 'There is one of this name.'),
        text: z
          .string()
          .default('')
          .refine((text) => !isSecret || text !== '', 'A secret has at least one character.'),
      }),
    ),
  });
  const setting = useMutation(
    orpc.environment.set.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries({ queryKey: orpc.environment.key() });
      },
    }),
  );
  const set = handleSubmit(({ name, text }) =>
    setting.mutate(isSecret ? { name, secret: withoutLineEnd(text) } : { name, value: text }),
  );
  return (
    <DialogForm onSubmit={set} onClose={onClose} action="Save" asking={setting}>
      {isNew && (
        <>
          <SegmentedControl
            aria-label="What it is"
            data={[
              { value: 'value', label: 'Value' },
              { value: 'secret', label: 'Secret' },
            ]}
            value={isSecret ? 'secret' : 'value'}
            onChange={(what) => setSecret(what === 'secret')}
          />
          <TextField
            control={control}
            name="name"
            label="Name"
            description="Expressions and code see it as env.NAME."
            emptyIsValue
          />
        </>
      )}
      {isSecret ? (
        <SecretField
          control={control}
          name="text"
          label="Secret"
          isLong
          description="It is not shown again. From four characters on it is taken out of traces, errors and logs."
        />
      ) : (
        <LongTextField
          control={control}
          name="text"
          label="Value"
          description="Everybody who designs integrations sees it. The next call meets it."
          isMostlyLine
        />
      )}
    </DialogForm>
  );
}

/** A secret of one line is often copied with the end of it, which nobody sees here. */
const withoutLineEnd = (secret: string): string => secret.replace(/^(.+)\r?\n$/, '$1');
