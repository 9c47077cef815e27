import { Group, Select, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { useController, type Control } from 'react-hook-form';
import { messageWithin } from './message-at.ts';
import { expressionOf, textOf } from './text-value.ts';

interface ValueFieldProps {
  readonly control: Control;
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}

/** A text, perhaps with `{{ expression }}` inside, or one expression whose type is kept. */
export function ValueField({ control, name, label, description }: ValueFieldProps) {
  const { field, formState } = useController({ control, name });
  return (
    <ValueInput
      ref={field.ref}
      label={label}
      description={description}
      value={field.value}
      onChange={field.onChange}
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
  label,
  description,
  hideLabel = false,
  value,
  onChange,
  onBlur,
  error,
}: {
  ref?: Ref<HTMLInputElement>;
  label: string;
  description?: string;
  hideLabel?: boolean;
  value: unknown;
  onChange: (value: string | { from: string }) => void;
  onBlur?: () => void;
  error?: string;
}) {
  const isExpression = expressionOf(value) !== null;
  const give = (text: string, asExpression: boolean) => onChange(asExpression ? { from: text } : text);
  return (
    <TextInput
      ref={ref}
      {...(hideLabel ? { 'aria-label': label } : { label, description })}
      placeholder={isExpression ? 'steps.send.body' : 'text with {{ expression }}'}
      value={textOf(value)}
      onChange={({ currentTarget }) => give(currentTarget.value, isExpression)}
      onBlur={onBlur}
      error={error}
      autoComplete="off"
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      inputContainer={(input) => (
        <Group gap={6} wrap="nowrap" align="flex-start">
          <div style={{ flex: 1 }}>{input}</div>
          <Select
            aria-label={`${label} is`}
            data={kinds}
            value={isExpression ? 'expression' : 'text'}
            onChange={(kind) => give(textOf(value), kind === 'expression')}
            w={112}
          />
        </Group>
      )}
    />
  );
}
