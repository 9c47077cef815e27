import { Anchor, Group, MultiSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useController } from 'react-hook-form';
import { Link } from 'wouter';
import type { DraftForm } from '#renderer/app/draft.ts';
import { orpc } from '#renderer/app/queries.ts';
import { firstOptions } from '#renderer/ui/first-options.ts';

interface ConsumersFieldProps {
  readonly form: DraftForm;
  readonly name: 'trigger.authentication.consumers';
}

/** Which consumers of the installation the trigger lets in beside its own keys. */
export function ConsumersField({ form, name }: ConsumersFieldProps) {
  const { field, fieldState } = useController({ control: form.control, name });
  const known = useQuery(orpc.consumers.list.queryOptions()).data ?? [];
  const choices = known.map(({ id, label, enabled }) => ({
    value: id,
    label: enabled ? label : `${label} (disabled)`,
  }));
  return (
    <div>
      <MultiSelect
        ref={field.ref}
        label="Use a consumer"
        description="Who calls several triggers has one key for all of them, which is looked after on the page Consumers."
        placeholder={(field.value ?? []).length > 0 ? undefined : 'Choose consumers'}
        nothingFoundMessage="No consumer fits."
        data={choices}
        value={[...(field.value ?? [])]}
        onChange={field.onChange}
        onBlur={field.onBlur}
        error={fieldState.error?.message}
        searchable
        filter={firstOptions}
        maw={480}
      />
      <Group gap={4} mt={4}>
        {known.length === 0 && (
          <Text size="xs" c="dimmed">
            There is none yet.
          </Text>
        )}
        <Anchor component={Link} href="/consumers" size="xs">
          All consumers
        </Anchor>
      </Group>
    </div>
  );
}
