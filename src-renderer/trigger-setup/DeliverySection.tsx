import { Checkbox, Group, Radio, Stack } from '@mantine/core';
import { useController, useWatch } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { NumberField } from '#renderer/ui/fields.tsx';
import { FoldedSection } from './FoldedSection.tsx';
import { LaneFields } from './LaneFields.tsx';
import { isUnusual } from './unusual.ts';
import { WaitsField } from './WaitsField.tsx';

const usualOrder = { by: null, onFailure: 'continue' } as const;
const folded = ['trigger.orderedDelivery', 'trigger.retry', 'trigger.delivery'] as const;

export function DeliverySection({ form }: { form: DraftForm }) {
  const { control } = form;
  const { field } = useController({ control, name: 'trigger.orderedDelivery' });
  const delivery = useController({ control, name: 'trigger.delivery' });
  const by = useWatch({ control, name: 'trigger.orderedDelivery.by' });
  // A saved `true` comes back as what it stands for.
  const isOrdered = Boolean(field.value);
  return (
    <FoldedSection
      form={form}
      title="Delivery"
      label="More"
      fields={folded}
      beginsOpen={isMore(form)}
      folded={
        <>
          {isOrdered && <LaneFields form={form} />}
          <Group align="flex-start" gap="8px 32px">
            <NumberField
              control={control}
              name="trigger.retry.attempts"
              label="Attempts"
              description="1: what fails is not tried again."
            />
            <WaitsField form={form} />
            <NumberField
              control={control}
              name="trigger.retry.jitter"
              label="Jitter"
              description="Share of a wait, 0 to 1, taken off or added at random."
            />
          </Group>
          <Radio.Group
            size="xs"
            label="After a crash"
            description="Of a call that ran when Hookline was ended. A caller that waits for the result is never run twice."
            value={delivery.field.value ?? 'atLeastOnce'}
            onChange={delivery.field.onChange}
          >
            <Stack gap={6} mt={6}>
              <Radio
                value="atLeastOnce"
                label="At least once: it runs again, so what it did may be done twice"
              />
              <Radio
                value="atMostOnce"
                label="At most once: it ends as interrupted, so what it did may be half done"
              />
            </Stack>
          </Radio.Group>
        </>
      }
    >
      <Checkbox
        ref={field.ref}
        label="Ordered Delivery"
        description="Calls run exactly in the order received, one at a time; each one is finished before the next begins."
        checked={isOrdered}
        onBlur={field.onBlur}
        onChange={({ currentTarget }) => field.onChange(currentTarget.checked ? usualOrder : false)}
      />
      {(!isOrdered || typeof by === 'string') && (
        <NumberField
          control={control}
          name="trigger.concurrency"
          label="Concurrency"
          description={isOrdered ? 'How many lanes run side by side.' : 'How many calls run side by side.'}
        />
      )}
    </FoldedSection>
  );
}

/** Order alone is of the manual page, and no reason to show the rest. */
const isMore = (form: DraftForm): boolean => {
  const draft = form.getValues();
  const { orderedDelivery } = draft.trigger;
  const isPlain =
    typeof orderedDelivery !== 'object' ||
    ((orderedDelivery.by ?? null) === null && orderedDelivery.onFailure !== 'hold');
  return !isPlain || isUnusual(draft, ['trigger.retry', 'trigger.delivery']);
};
