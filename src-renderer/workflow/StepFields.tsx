import { Stack } from '@mantine/core';
import { useState } from 'react';
import { get, useFormState } from 'react-hook-form';
import { everyStep } from '#shared/model/step/every-step.ts';
import type { DraftForm } from '#renderer/app/draft.ts';
import { fieldsOf } from '#renderer/ui/schema-fields.ts';
import { SchemaForm } from '#renderer/ui/SchemaForm.tsx';
import type { StepDraft, StepKindInfo } from './step-kinds.ts';
import styles from './StepRow.module.css';

interface StepFieldsProps {
  readonly form: DraftForm;
  readonly info: StepKindInfo;
  readonly path: 'workflow.0';
  readonly step: StepDraft;
}

/** The fields of a step: its name and those of its kind, and folded below what any step may have. */
export function StepFields({ form, info, path, step }: StepFieldsProps) {
  const { schema } = info;
  const faults: unknown = get(useFormState({ control: form.control, name: path }).errors, path);
  const hasFault =
    typeof faults === 'object' && faults !== null && common.some((name) => Object.hasOwn(faults, name));
  const [isOpen, setOpen] = useState(() => isSet(schema, step));
  return (
    <Stack gap="sm">
      <SchemaForm schema={schema} path={path} omit={[...common, 'steps']} />
      <details
        className={styles.common}
        open={isOpen || hasFault}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>When it runs, and when it fails</summary>
        <SchemaForm schema={schema} path={path} omit={own(schema)} />
      </details>
    </Stack>
  );
}

/** What any step may have, but for its name; whether it is enabled, its menu says. */
const common: readonly string[] = Object.keys(everyStep).filter((name) => name !== 'name');

const own = (schema: StepKindInfo['schema']): readonly string[] => [
  ...Object.keys(schema.shape).filter((name) => !common.includes(name)),
  'enabled',
];

/** Whether something of it is not as it is in a new step. */
const isSet = (schema: StepKindInfo['schema'], step: Readonly<Record<string, unknown>>): boolean =>
  fieldsOf(schema).some(
    ({ name, initial }) =>
      name !== 'enabled' && common.includes(name) && step[name] !== undefined && step[name] !== initial,
  );
