import { Radio, Stack } from '@mantine/core';
import { useController, useWatch } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { CheckField, NumberField } from '#renderer/ui/fields.tsx';
import { formatBytes } from '#renderer/ui/format.ts';
import { ListField } from '#renderer/ui/ListField.tsx';
import { CallerFields } from './CallerFields.tsx';
import { FoldedSection } from './FoldedSection.tsx';
import { IdempotencyFields } from './IdempotencyFields.tsx';
import { RateLimitFields } from './RateLimitFields.tsx';
import { RetentionFields } from './RetentionFields.tsx';
import { isUnusual } from './unusual.ts';

const advanced = [
  'trigger.maxBodyBytes',
  'trigger.xmlLists',
  'trigger.maxWaiting',
  'trigger.executionTimeoutSeconds',
  'trigger.keyInQuery',
  'trigger.httpsOnly',
  'trigger.errors',
  'trigger.rateLimit',
  'trigger.idempotency',
  'trigger.repeatable',
  'trigger.retention',
  'trigger.allow',
  'trigger.deny',
  'trigger.origins',
  'trigger.hiddenBodyPaths',
] as const;

/** Limits that are right for most triggers. */
export function AdvancedSection({ form }: { form: DraftForm }) {
  const { control } = form;
  const bodyBytes = useWatch({ control, name: 'trigger.maxBodyBytes' });
  const answers = useController({ control, name: 'trigger.errors' });
  return (
    <FoldedSection
      form={form}
      title="Limits"
      label="Advanced"
      fields={advanced}
      beginsOpen={isUnusual(form.getValues(), advanced)}
      folded={
        <>
          <NumberField
            control={control}
            name="trigger.maxBodyBytes"
            label="Largest body in bytes"
            description={`Larger ones are answered 413.${typeof bodyBytes === 'number' ? ` Now ${formatBytes(bodyBytes)}.` : ''}`}
          />
          <ListField
            control={control}
            name="trigger.xmlLists"
            label="XML elements that are always lists"
            description="Elements of XML bodies that are read as a list even where one stands alone."
            placeholder="line"
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
          <RateLimitFields form={form} />
          <IdempotencyFields form={form} />
          <CheckField
            control={control}
            name="trigger.repeatable"
            label="Calls may be repeated"
            description="Running a call twice does no harm, so a replay asks nobody to confirm it."
          />
          <RetentionFields form={form} />
          <CallerFields form={form} />
          <ListField
            control={control}
            name="trigger.hiddenBodyPaths"
            label="Hidden values of the body"
            description="Paths such as customer.ssn or lines[*].card. Only the workflow and the caller see them: bodies and answers are encrypted on disk, and the values are masked wherever a call is shown, searched or exported."
            placeholder="customer.ssn"
          />
          <CheckField
            control={control}
            name="trigger.keyInQuery"
            label="Accept a key in the address"
            description="As ?api_key=; addresses are often written to logs on their way."
          />
          <CheckField
            control={control}
            name="trigger.httpsOnly"
            label="HTTPS only"
            description="Calls over plain HTTP are answered 403. A key that came with one is named in the log, since others may have read it."
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
        </>
      }
    />
  );
}
