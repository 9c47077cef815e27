import { Group, Radio } from '@mantine/core';
import { useController } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { CodeAt } from '#renderer/ui/CodeAt.tsx';

/** How ordered calls are put into lanes, and what becomes of a lane whose head has failed. */
export function LaneFields({ form }: { readonly form: DraftForm }) {
  const { control } = form;
  const by = useController({ control, name: 'trigger.orderedDelivery.by' }).field;
  const onFailure = useController({ control, name: 'trigger.orderedDelivery.onFailure' }).field;
  const isKeyed = typeof by.value === 'string';
  return (
    <>
      <Radio.Group
        size="xs"
        label="Lanes"
        value={isKeyed ? 'each' : 'one'}
        onChange={(value) => by.onChange(value === 'each' ? '' : null)}
      >
        <Group gap="md" mt={6}>
          <Radio value="one" label="One lane for all calls" />
          <Radio value="each" label="One lane for each" />
        </Group>
      </Radio.Group>
      {isKeyed && (
        <CodeAt
          name="trigger.orderedDelivery.by"
          label="One lane for each value of"
          description="A JSONata expression over query, headers and body, such as body.customerId. Calls of one value run in order, one at a time; those of different values side by side."
          language="jsonata"
          optional={false}
          minLines={1}
        />
      )}
      <Radio.Group
        size="xs"
        label="When a call fails for good"
        description="After its last attempt."
        value={onFailure.value ?? 'continue'}
        onChange={onFailure.onChange}
      >
        <Group gap="md" mt={6}>
          <Radio value="continue" label="Continue with the next" />
          <Radio value="hold" label="Hold the lane until somebody decides" />
        </Group>
      </Radio.Group>
    </>
  );
}
