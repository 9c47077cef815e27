import { Button, Collapse, Radio, Stack } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { useController, useFormState, useWatch } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { CheckField, NumberField } from '#renderer/ui/fields.tsx';
import { formatBytes } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/Section.tsx';

const advanced = ['maxBodyBytes', 'maxWaiting', 'executionTimeoutSeconds', 'keyInQuery', 'errors'] as const;

/** Limits that are right for most triggers; the fold opens by itself when one of them is at fault. */
export function AdvancedSection({ form }: { form: DraftForm }) {
  const { control } = form;
  const [opened, setOpened] = useState(false);
  const { errors } = useFormState({ control });
  const bodyBytes = useWatch({ control, name: 'trigger.maxBodyBytes' });
  const answers = useController({ control, name: 'trigger.errors' });
  const id = useId();
  // It stays open while the fault is mended.
  if (!opened && advanced.some((name) => errors.trigger?.[name] !== undefined)) setOpened(true);
  return (
    <Section
      title="Limits"
      aside={
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          aria-expanded={opened}
          aria-controls={id}
          leftSection={
            opened ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />
          }
          onClick={() => setOpened(!opened)}
        >
          Advanced
        </Button>
      }
    >
      <Collapse expanded={opened} id={id} transitionDuration={0}>
        <Stack gap="sm">
          <NumberField
            control={control}
            name="trigger.maxBodyBytes"
            label="Largest body in bytes"
            description={`Larger ones are answered 413.${typeof bodyBytes === 'number' ? ` Now ${formatBytes(bodyBytes)}.` : ''}`}
          />
          <NumberField
            control={control}
            name="trigger.maxWaiting"
            label="Waiting calls"
            description="When as many wait, further ones are answered 429."
          />
          <NumberField
            control={control}
            name="trigger.executionTimeoutSeconds"
            label="Longest execution in seconds"
            description="An execution that takes longer is ended as failed."
          />
          <CheckField
            control={control}
            name="trigger.keyInQuery"
            label="Accept a key in the address"
            description="As ?api_key=; addresses are often written to logs on their way."
          />
          <Radio.Group
            size="xs"
            label="Errors for the caller"
            value={answers.field.value ?? 'problem'}
            onChange={answers.field.onChange}
          >
            <Stack gap={6} mt={6}>
              <Radio value="problem" label="Problem document (RFC 9457)" />
              <Radio value="list" label="List of errors: { errors: [{ code, message }] }" />
            </Stack>
          </Radio.Group>
        </Stack>
      </Collapse>
    </Section>
  );
}
