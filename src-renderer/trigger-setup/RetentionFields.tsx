import { Group, Input } from '@mantine/core';
import type { DraftForm } from '#renderer/app/draft.ts';
import { NumberField } from '#renderer/ui/fields.tsx';

const bounds = [
  ['days', 'Days'],
  ['calls', 'Calls'],
  ['bytes', 'Bytes'],
] as const;

/** How long the finished calls of this trigger are kept. */
export function RetentionFields({ form }: { readonly form: DraftForm }) {
  return (
    <Input.Wrapper
      size="xs"
      label="Retention of this trigger"
      labelElement="div"
      description="Finished calls beyond these are removed. What is left empty is as the settings of the installation say."
    >
      <Group align="flex-start" gap="8px 32px" mt={6}>
        {bounds.map(([name, label]) => (
          <NumberField
            key={name}
            control={form.control}
            name={`trigger.retention.${name}`}
            label={label}
            empty={null}
          />
        ))}
      </Group>
    </Input.Wrapper>
  );
}
