import { useWatch } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { CheckField, NumberField } from '#renderer/ui/fields.tsx';
import { Section } from '#renderer/ui/Section.tsx';

export function DeliverySection({ form }: { form: DraftForm }) {
  const ordered = useWatch({ control: form.control, name: 'trigger.orderedDelivery' });
  return (
    <Section title="Delivery">
      <CheckField
        control={form.control}
        name="trigger.orderedDelivery"
        label="Ordered Delivery"
        description="Calls run exactly in the order received, one at a time; each one is finished before the next begins."
      />
      {!ordered && (
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
