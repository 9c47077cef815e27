import { zodResolver } from '@hookform/resolvers/zod';
import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { roleWords } from '#renderer/app/role.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { NumberField, SelectField, TextField } from '#renderer/ui/fields.tsx';
import { serverNow } from '#renderer/ui/server-time.ts';
import { ShownOnce } from '#renderer/ui/ShownOnce.tsx';
import { failureOf } from '#shared/contract/failure.ts';
import { AccessToken, Role, roles } from '#shared/model/access.ts';

interface AddTokenDialogProps {
  readonly opened: boolean;
  /** Null where no screens are served to browsers. */
  readonly adminUrl: string | null;
  readonly onClose: () => void;
}

export function AddTokenDialog({ opened, ...rest }: AddTokenDialogProps) {
  return (
    <Dialog title="Add token" opened={opened} onClose={rest.onClose}>
      <AddToken {...rest} />
    </Dialog>
  );
}

const dayMs = 24 * 3_600_000;

const NewToken = z.object({
  label: AccessToken.shape.label,
  role: Role,
  days: z
    .number('This is a number of days.')
    .int('This is a whole number of days.')
    .min(1, 'From 1 to 3650 days.')
    .max(3_650, 'From 1 to 3650 days.')
    .nullable(),
});
const isLabelTaken = (error: Error | null): boolean =>
  error !== null && failureOf(error).code === 'label_taken';

const inDays = (days: number): string => new Date(serverNow() + days * dayMs).toISOString();
type NewToken = z.infer<typeof NewToken>;

/** Asks for what is needed, then shows the value, which is told this once. */
function AddToken({ adminUrl, onClose }: Omit<AddTokenDialogProps, 'opened'>) {
  const { control, handleSubmit, setError } = useForm<NewToken>({
    defaultValues: { label: '', role: 'support', days: null },
    resolver: zodResolver(NewToken),
  });
  const role = useWatch({ control, name: 'role' });
  const adding = useMutation(
    orpc.access.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.access.list.key() }),
      onError: (error) => {
        if (isLabelTaken(error))
          setError('label', { message: 'Another token has this label.' }, { shouldFocus: true });
      },
    }),
  );
  if (adding.data) {
    const { value } = adding.data;
    const text = 'Only its digest is kept, so that it can be read here this once.';
    return (
      <ShownOnce name="token" text={text} value={value} onClose={onClose}>
        <CopyButton text={value} label="Copy the token" />
        {adminUrl !== null && (
          <CopyButton text={`${adminUrl}/#token=${value}`} label="Copy the address that signs in" />
        )}
      </ShownOnce>
    );
  }
  const add = handleSubmit(({ days, ...draft }) =>
    adding.mutate({
      ...draft,
      expiresAt: days === null ? null : inDays(days),
    }),
  );
  return (
    <DialogForm
      onSubmit={add}
      onClose={onClose}
      action="Add"
      asking={{ isPending: adding.isPending, error: isLabelTaken(adding.error) ? null : adding.error }}
    >
      <TextField
        control={control}
        name="label"
        label="Label"
        description="Who or what it is for."
        emptyIsValue
        data-autofocus
      />
      <SelectField
        control={control}
        name="role"
        label="Role"
        choices={roles.map((value) => ({ value, label: value }))}
      />
      <Text size="xs" c="dimmed" role="status">
        {roleWords[role]}
      </Text>
      <NumberField
        control={control}
        name="days"
        label="Days until it ends"
        description="Left empty: until it is revoked."
        empty={null}
      />
    </DialogForm>
  );
}
