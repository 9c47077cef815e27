import { Group, Radio } from '@mantine/core';
import { useController } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { NumberField } from '#renderer/ui/fields.tsx';

const headers = ['Idempotency-Key', 'webhook-id'] as const;
const usualHours = 24;

export function IdempotencyFields({ form }: { readonly form: DraftForm }) {
  const { control } = form;
  const { field } = useController({ control, name: 'trigger.idempotency' });
  const known = field.value || null;
  const choose = (value: string) => {
    const header = headers.find((name) => name === value);
    const typed = form.getValues('trigger.idempotency') || {};
    field.onChange(header === undefined ? false : { hours: usualHours, ...typed, header });
  };
  return (
    <>
      <Radio.Group
        size="xs"
        label="Idempotency"
        description="A call that comes again with the same value of the header is not run again; it gets the answer of the first."
        value={known === null ? 'off' : (known.header ?? headers[0])}
        onChange={choose}
      >
        <Group gap="md" mt={6}>
          <Radio ref={field.ref} value="off" label="Off" />
          {headers.map((header) => (
            <Radio key={header} value={header} label={header} />
          ))}
        </Group>
      </Radio.Group>
      {known !== null && (
        <NumberField
          control={control}
          name="trigger.idempotency.hours"
          label="Hours"
          description="How long a value is remembered."
        />
      )}
    </>
  );
}
