import { Checkbox, Group } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { useController, useForm } from 'react-hook-form';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { NumberField } from '#renderer/ui/fields.tsx';
import { ListField } from '#renderer/ui/ListField.tsx';
import { ApiKeyDraft, type ApiKeyDraftInput } from '#shared/model/api-key.ts';

const Limits = ApiKeyDraft.pick({ rateLimit: true, allow: true });
type LimitsInput = Pick<ApiKeyDraftInput, 'rateLimit' | 'allow'>;
export type Limits = Pick<ApiKeyDraft, 'rateLimit' | 'allow'>;

const usualLimit = { calls: 10, perSeconds: 1 };

interface LimitsDialogProps {
  /** null while the dialog is closed. */
  readonly of: (LimitsInput & { readonly label: string }) | null;
  readonly onClose: () => void;
  readonly onChange: (limits: Limits) => void;
}

/** How many calls may come with a key, and from where. */
export function LimitsDialog({ of, onClose, onChange }: LimitsDialogProps) {
  return (
    <Dialog title={of === null ? 'Limits' : `Limits of ${of.label}`} opened={of !== null} onClose={onClose}>
      {of !== null && <LimitsForm of={of} onClose={onClose} onChange={onChange} />}
    </Dialog>
  );
}

function LimitsForm({ of, onClose, onChange }: LimitsDialogProps & { readonly of: LimitsInput }) {
  const { control, handleSubmit } = useForm<LimitsInput, unknown, Limits>({
    defaultValues: { rateLimit: of.rateLimit ?? false, allow: of.allow ?? [] },
    resolver: zodResolver(Limits),
  });
  const { field } = useController({ control, name: 'rateLimit' });
  const isLimited = typeof field.value === 'object';
  const change = handleSubmit((limits) => {
    onChange(limits);
    onClose();
  });
  return (
    <DialogForm onSubmit={change} onClose={onClose} action="Change">
      <Checkbox
        ref={field.ref}
        data-autofocus
        label="Rate limit"
        description="Over all triggers together; further calls are answered 429, with the time after which to try again."
        checked={isLimited}
        onBlur={field.onBlur}
        onChange={({ currentTarget }) => field.onChange(currentTarget.checked ? usualLimit : false)}
      />
      {isLimited && (
        <Group align="flex-start" gap="8px 32px">
          <NumberField control={control} name="rateLimit.calls" label="Calls allowed" />
          <NumberField control={control} name="rateLimit.perSeconds" label="In seconds" />
        </Group>
      )}
      <ListField
        control={control}
        name="allow"
        label="Allowed addresses"
        description="IP addresses or ranges such as 10.0.0.0/8. Where any stand here, calls from others are answered 403."
        placeholder="10.0.0.0/8"
      />
    </DialogForm>
  );
}
