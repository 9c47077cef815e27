import { Checkbox, Group, Radio, Text } from '@mantine/core';
import { useController } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { NumberField } from '#renderer/ui/fields.tsx';
import { Section } from '#renderer/ui/Section.tsx';

const usualWait = { timeoutSeconds: 30, onTimeout: 504 } as const;

export function ResponseSection({ form }: { form: DraftForm }) {
  const { field } = useController({ control: form.control, name: 'trigger.requestResponse' });
  const isWaiting = typeof field.value === 'object';
  return (
    <Section title="Response">
      <Checkbox
        ref={field.ref}
        label="Request-Response"
        description="The caller waits for the result of the completed execution, or for the time-out."
        checked={isWaiting}
        onBlur={field.onBlur}
        onChange={({ currentTarget }) => field.onChange(currentTarget.checked ? usualWait : false)}
      />
      {!isWaiting ? (
        <Text c="dimmed" size="xs">
          The caller has 202 as soon as the call is safely on disk.
        </Text>
      ) : (
        <Group align="flex-start" gap="xl">
          <NumberField
            control={form.control}
            name="trigger.requestResponse.timeoutSeconds"
            label="Time-out in seconds"
          />
          <OnTimeout form={form} />
        </Group>
      )}
    </Section>
  );
}

/** A field of its own: changing the whole would put the time-out back to what it was before it was typed. */
function OnTimeout({ form }: { form: DraftForm }) {
  const { field } = useController({ control: form.control, name: 'trigger.requestResponse.onTimeout' });
  return (
    <Radio.Group
      size="xs"
      label="When the time is up"
      value={String(field.value ?? usualWait.onTimeout)}
      onChange={(value) => field.onChange(value === '202' ? 202 : 504)}
    >
      <Group gap="md" mt={6}>
        <Radio value="504" label="504, the result is not ready" />
        <Radio value="202" label="202, the call goes on" />
      </Group>
    </Radio.Group>
  );
}
