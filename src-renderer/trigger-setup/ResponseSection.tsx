import { Checkbox, Group, Radio, Text } from '@mantine/core';
import { useController } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { NumberField } from '#renderer/ui/fields.tsx';
import { Section } from '#renderer/ui/Section.tsx';

const usualWait = { timeoutSeconds: 30, onTimeout: 504 } as const;

export function ResponseSection({ form }: { form: DraftForm }) {
  const { field } = useController({ control: form.control, name: 'trigger.requestResponse' });
  const wait = typeof field.value === 'object' ? field.value : null;
  return (
    <Section title="Response">
      <Checkbox
        ref={field.ref}
        label="Request-Response"
        description="The caller waits for the result of the completed execution, or for the time-out."
        checked={wait !== null}
        onBlur={field.onBlur}
        onChange={({ currentTarget }) => field.onChange(currentTarget.checked ? usualWait : false)}
      />
      {wait === null ? (
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
          <Radio.Group
            size="xs"
            label="When the time is up"
            value={String(wait.onTimeout ?? usualWait.onTimeout)}
            onChange={(value) => field.onChange({ ...wait, onTimeout: value === '202' ? 202 : 504 })}
          >
            <Group gap="md" mt={6}>
              <Radio value="504" label="504, the result is not ready" />
              <Radio value="202" label="202, the call goes on" />
            </Group>
          </Radio.Group>
        </Group>
      )}
    </Section>
  );
}
