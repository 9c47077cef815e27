import { Button, Select } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import type { KeyPlace } from '#shared/contract/integrations.ts';
import { KeyText } from '#shared/model/api-key.ts';
import { orpc } from '#renderer/app/queries.ts';
import { firstOptions } from '#renderer/ui/first-options.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import type { KeyDraft } from './key-rows.ts';
import { useKeyDescription } from '#renderer/app/use-key-description.ts';
import { makeKey } from '#renderer/ui/keys/make-key.ts';
import { ownLabel } from '#renderer/ui/keys/own-label.ts';

interface AddKeyDialogProps {
  readonly opened: boolean;
  /** The labels that are taken. */
  readonly labels: readonly string[];
  readonly onClose: () => void;
  readonly onAdd: (key: KeyDraft) => void;
}

export function AddKeyDialog({ opened, ...rest }: AddKeyDialogProps) {
  return (
    <Dialog title="Add New Key" opened={opened} onClose={rest.onClose}>
      <AddKeyForm {...rest} />
    </Dialog>
  );
}

const newKey = (labels: readonly string[]) =>
  z
    .object({
      label: ownLabel(labels, 'key'),
      key: z.string(),
      copyOf: z.string().nullable(),
    })
    .superRefine(({ key, copyOf }, issue) => {
      const message =
        key === ''
          ? 'A key is required: generate one, or paste one of your own.'
          : KeyText.safeParse(key).error?.issues[0]?.message;
      if (copyOf === null && message !== undefined)
        issue.addIssue({ code: 'custom', path: ['key'], message });
    });

function AddKeyForm({ labels, onClose, onAdd }: Omit<AddKeyDialogProps, 'opened'>) {
  const form = useForm({
    defaultValues: { label: '', key: '', copyOf: null as string | null },
    resolver: zodResolver(newKey(labels)),
  });
  const description = useKeyDescription();
  const [picking, setPicking] = useState(false);
  const places = useQuery(orpc.integrations.keys.queryOptions({ enabled: picking })).data ?? [];
  const picked = form.watch('copyOf');

  const pick = (id: string | null) => {
    const place = places.find((known) => known.id === id);
    form.setValue('copyOf', place?.id ?? null);
    form.clearErrors('key');
    if (place && form.getValues('label') === '') form.setValue('label', place.label);
  };
  const add = form.handleSubmit(({ label, key, copyOf }) => {
    onAdd({ label, enabled: true, ...(copyOf === null ? { key } : { copyOf }) });
    onClose();
  });
  return (
    <DialogForm onSubmit={add} onClose={onClose} action="Add">
      <TextField
        control={form.control}
        name="label"
        label="Label"
        data-autofocus
        description="Tells this consumer's key apart from the others."
        emptyIsValue
      />
      {picking ? (
        <Select
          label="Key of another trigger"
          description="One consumer then has one key for several triggers."
          placeholder={places.length === 0 ? 'No other trigger has a key' : 'Choose a key'}
          data={places.map((place) => ({ value: place.id, label: describe(place) }))}
          value={picked}
          onChange={pick}
          error={form.formState.errors.key?.message}
          searchable
          filter={firstOptions}
          data-autofocus
        />
      ) : (
        <TextField
          control={form.control}
          name="key"
          label="Key"
          description={description}
          placeholder="Paste a key"
          emptyIsValue
          make={makeKey}
        />
      )}
      <Button
        variant="subtle"
        size="compact-xs"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => {
          setPicking(!picking);
          pick(null);
        }}
      >
        {picking ? 'Generate or paste a key' : 'Use a key from another trigger'}
      </Button>
    </DialogForm>
  );
}

const describe = ({ label, integration, code, hint, enabled }: KeyPlace): string =>
  `${label}: ${code}/${integration} (${hint})${enabled ? '' : ', disabled'}`;
