import { Group, Select } from '@mantine/core';
import type { Ref } from 'react';
import { useController, type Control } from 'react-hook-form';
import type { CodeHandle } from './code/handle.ts';
import { CodeField } from './CodeField.tsx';
import { messageWithin } from './message-at.ts';
import { expressionOf, textOf } from './text-value.ts';

interface ValueFieldProps {
  readonly control: Control;
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  /** Of several lines. */
  readonly isLong?: boolean;
  /** Emptied means left out. */
  readonly optional?: boolean;
}

/** A text, perhaps with `{{ expression }}` inside, or one expression whose type is kept. */
export function ValueField({ control, name, label, description, isLong, optional }: ValueFieldProps) {
  const { field, formState } = useController({ control, name });
  return (
    <ValueInput
      ref={field.ref}
      path={name}
      label={label}
      description={description}
      isLong={isLong}
      value={field.value}
      onChange={(value) => field.onChange(value === '' && optional === true ? undefined : value)}
      onBlur={field.onBlur}
      error={messageWithin(formState.errors, name)}
    />
  );
}

const kinds = [
  { value: 'text', label: 'text' },
  { value: 'expression', label: 'expression' },
];

export function ValueInput({
  ref,
  path,
  label,
  description,
  hideLabel = false,
  isLong = false,
  value,
  onChange,
  onBlur,
  error,
}: {
  ref?: Ref<CodeHandle>;
  path: string;
  label: string;
  description?: string;
  hideLabel?: boolean;
  isLong?: boolean;
  value: unknown;
  onChange: (value: string | { from: string }) => void;
  onBlur?: () => void;
  error?: string;
}) {
  const isExpression = expressionOf(value) !== null;
  const give = (text: string, asExpression: boolean) => onChange(asExpression ? { from: text } : text);
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <div style={{ flex: 1, minWidth: 0 }}>
        <CodeField
          ref={ref}
          path={path}
          label={label}
          hideLabel={hideLabel}
          description={description}
          language={isExpression ? 'jsonata' : 'template'}
          {...(isLong ? { minLines: 2 } : { isLine: true })}
          value={textOf(value)}
          onChange={(text) => give(text, isExpression)}
          onBlur={onBlur}
          error={error}
        />
      </div>
      <Select
        aria-label={`${label} is`}
        data={kinds}
        value={isExpression ? 'expression' : 'text'}
        onChange={(kind) => give(textOf(value), kind === 'expression')}
        w={112}
        style={{ alignSelf: 'flex-start', marginTop: hideLabel ? 2 : 22 }}
      />
    </Group>
  );
}
