import { zodResolver } from '@hookform/resolvers/zod';
import { Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { FormProvider, useForm } from 'react-hook-form';
import { z } from 'zod';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { SchemaForm } from '#renderer/ui/SchemaForm.tsx';
import { KeptSecrets } from '#renderer/ui/SecretField.tsx';
import type { ConnectionPlace } from '#shared/contract/connections.ts';
import { Connection, type ConnectionInput } from '#shared/model/connection.ts';
import { connectionKinds, connectionSchema, newConnection } from './connection-kinds.ts';
import { TestButton } from './TestButton.tsx';

interface ConnectionDialogProps {
  /** Null while the dialog is closed. */
  readonly asked: ConnectionPlace | 'new' | null;
  /** The names that there are. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

export function ConnectionDialog({ asked, ...rest }: ConnectionDialogProps) {
  const title = asked === 'new' ? 'New connection' : (asked?.name ?? '');
  return (
    <Dialog title={title} opened={asked !== null} onClose={rest.onClose} size="lg">
      {asked !== null && <ConnectionForm known={asked === 'new' ? null : asked} {...rest} />}
    </Dialog>
  );
}

interface ConnectionFormProps extends Omit<ConnectionDialogProps, 'asked'> {
  readonly known: ConnectionPlace | null;
}

function ConnectionForm({ known, taken, onClose }: ConnectionFormProps) {
  const isNew = known === null;
  const draft: ConnectionInput = known?.connection ?? newConnection('sqlite');
  const form = useForm({
    defaultValues: { draft },
    resolver: zodResolver(
      z.object({
        draft: Connection.refine(({ name }) => !isNew || !taken.includes(name), {
          path: ['name'],
          message: 'There is one of this name.',
        }),
      }),
    ),
  });
  const saving = useMutation(
    orpc.connections.set.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries({ queryKey: orpc.connections.key() });
      },
    }),
  );
  const save = form.handleSubmit(({ draft: connection }) => saving.mutate({ draft: connection }));
  const kind = form.watch('draft.kind');
  const schema = connectionSchema(kind);
  // A name is what steps say: another one is another connection.
  const shown = isNew ? schema : schema.omit({ name: true });
  return (
    <FormProvider {...form}>
      <KeptSecrets value={new Set(known?.secrets.map((path) => `draft.${path}`))}>
        <DialogForm onSubmit={save} onClose={onClose} action="Save" asking={saving}>
          {isNew && (
            <Select
              label="Kind"
              maw={360}
              allowDeselect={false}
              value={kind}
              data={connectionKinds.map((one) => ({ value: one.kind, label: one.title }))}
              onChange={(value) =>
                value !== null && form.reset({ draft: newConnection(value, form.getValues('draft.name')) })
              }
            />
          )}
          <SchemaForm key={kind} schema={shown} path="draft" />
          <TestButton
            read={async () => {
              let connection: Connection | null = null;
              await form.handleSubmit((valid) => {
                connection = valid.draft;
              })();
              return connection;
            }}
          />
        </DialogForm>
      </KeptSecrets>
    </FormProvider>
  );
}
