import { Checkbox } from '@mantine/core';
import { useController } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { NumberField } from '#renderer/ui/fields.tsx';
import { Section } from '#renderer/ui/Section.tsx';

const usualOrder = { by: null, onFailure: 'continue' } as const;

export function DeliverySection({ form }: { form: DraftForm }) {
  const { field } = useController({ control: form.control, name: 'trigger.orderedDelivery' });
  // A saved `true` comes back as what it stands for.
  const isOrdered = Boolean(field.value);
  return (
    <Section title="Delivery">
      <Checkbox
        ref={field.ref}
        label="Ordered Delivery"
        description="Calls run exactly in the order received, one at a time; each one is finished before the next begins."
        checked={isOrdered}
        onBlur={field.onBlur}
        onChange={({ currentTarget }) => field.onChange(currentTarget.checked ? usualOrder : false)}
      />
      {!isOrdered && (
        <NumberField
          control={form.control}
          name="trigger.concurrency"
          label="Concurrency"
          description="How many calls run side by side."
        />
      )}
    </Section>
  );
}
