import { zodResolver } from '@hookform/resolvers/zod';
import { Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { FormProvider, useController, useForm, useFormContext } from 'react-hook-form';
import { z } from 'zod';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { firstOptions } from '#renderer/ui/first-options.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { SchemaForm } from '#renderer/ui/SchemaForm.tsx';
import { NotificationRule, type NotificationRuleInput } from '#shared/model/notification.ts';
import { ChannelsField } from './ChannelsField.tsx';
import { newRule, ruleKinds, ruleSchema } from './rule-words.ts';

interface RuleDialogProps {
  /** Null while the dialog is closed. */
  readonly asked: NotificationRule | 'new' | null;
  /** The names that there are. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

export function RuleDialog({ asked, ...rest }: RuleDialogProps) {
  const title = asked === 'new' ? 'New rule' : (asked?.name ?? '');
  return (
    <Dialog title={title} opened={asked !== null} onClose={rest.onClose} size="lg">
      {asked !== null && <RuleForm known={asked === 'new' ? null : asked} {...rest} />}
    </Dialog>
  );
}

interface RuleFormProps extends Omit<RuleDialogProps, 'asked'> {
  readonly known: NotificationRule | null;
}

function RuleForm({ known, taken, onClose }: RuleFormProps) {
  const isNew = known === null;
  const rule: NotificationRuleInput = known ?? newRule('failedCall');
  const form = useForm({
    defaultValues: { rule },
    resolver: zodResolver(
      z.object({
        rule: NotificationRule.refine(({ name }) => !isNew || !taken.includes(name), {
          path: ['name'],
          message: 'There is one of this name.',
        }),
      }),
    ),
  });
  const saving = useMutation(
    orpc.notifications.set.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries({ queryKey: orpc.notifications.key() });
      },
    }),
  );
  const kind = form.watch('rule.kind');
  return (
    <FormProvider {...form}>
      <DialogForm
        onSubmit={form.handleSubmit((valid) => saving.mutate(valid))}
        onClose={onClose}
        action="Save"
        asking={saving}
      >
        <Select
          label="Tells when"
          maw={360}
          allowDeselect={false}
          value={kind}
          data={ruleKinds.map((one) => ({ value: one.kind, label: one.title }))}
          onChange={(value) => {
            if (value === null) return;
            const { name, integration, channels, quietMinutes } = form.getValues('rule');
            form.reset({ rule: newRule(value, { name, integration, channels, quietMinutes }) });
          }}
        />
        <SchemaForm
          key={kind}
          schema={ruleSchema(kind)}
          path="rule"
          // A name is what it is known by: another one is another rule.
          omit={isNew ? ['integration', 'channels'] : ['name', 'integration', 'channels']}
        />
        <IntegrationField />
        <ChannelsField />
      </DialogForm>
    </FormProvider>
  );
}

/** One of them by its address, or all. */
function IntegrationField() {
  const { control } = useFormContext<{ rule: NotificationRuleInput }>();
  const { field, fieldState } = useController({ control, name: 'rule.integration' });
  const { data: integrations = [] } = useQuery(orpc.integrations.summaries.queryOptions());
  const value = field.value ?? '';
  const addresses = integrations.map(({ code, name }) => `${code}/${name}`);
  const known = value === '' || addresses.includes(value) ? addresses : [value, ...addresses];
  return (
    <Select
      label="Integration"
      maw={360}
      allowDeselect={false}
      searchable
      filter={firstOptions}
      ref={field.ref}
      onBlur={field.onBlur}
      value={value}
      data={[
        { value: '', label: 'All integrations' },
        ...known.toSorted((a, b) => a.localeCompare(b)).map((one) => ({ value: one, label: one })),
      ]}
      onChange={(next) => field.onChange(next === '' ? null : next)}
      error={fieldState.error?.message}
    />
  );
}
