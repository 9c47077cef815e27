import { ActionIcon, Group, Input, Stack, TextInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useController, type Control } from 'react-hook-form';
import { AddButton } from './AddButton.tsx';
import { messageAt, messageWithin } from './message-at.ts';
import { ValueInput } from './ValueField.tsx';
import { ToChange } from './OnlyRead.tsx';
import { isTwin, recordOf, rowsOf, TwinNames, type Rows } from './twin-names.ts';

interface ValuesFieldProps {
  readonly control: Control;
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  /** The values are texts and nothing else. */
  readonly isPlain?: boolean;
}

/**
 * Names with values, such as headers. The rows are kept here, since a record has neither a row without a name
 * nor two of the same; the form has the record.
 */
export function ValuesField({ control, name, label, description, isPlain = false }: ValuesFieldProps) {
  const { field, formState } = useController({ control, name });
  const [rows, setRows] = useState(() => rowsOf(field.value));
  const id = useId();
  const give = (next: Rows) => {
    setRows(next);
    field.onChange(recordOf(next));
  };
  const change = (at: number, row: Rows[number]) =>
    give(rows.map((known, index) => (index === at ? row : known)));
  return (
    <Stack gap={4} role="group" aria-labelledby={id}>
      <Group gap="xs">
        <Input.Label size="xs" labelElement="div" id={id}>
          {label}
        </Input.Label>
        <AddButton ref={field.ref} to={label} onClick={() => give([...rows, ['', '']])} />
      </Group>
      <Input.Description size="xs">{description}</Input.Description>
      {rows.map(([rowName, value], at) => (
        // A row has no identity but its place.
        <Group key={at} gap={6} align="flex-start">
          <TextInput
            aria-label={`${label}: name`}
            value={rowName}
            onChange={({ currentTarget }) => change(at, [currentTarget.value, value])}
            error={
              isTwin(rows, at)
                ? 'This name stands twice.'
                : rowName === ''
                  ? undefined
                  : messageWithin(formState.errors, `${name}.${rowName}`)
            }
            autoComplete="off"
            spellCheck={false}
            w={200}
          />
          <div style={{ flex: '1 1 240px' }}>
            {isPlain ? (
              <TextInput
                aria-label={`${label}: value`}
                value={String(value)}
                onChange={({ currentTarget }) => change(at, [rowName, currentTarget.value])}
                autoComplete="off"
                spellCheck={false}
              />
            ) : (
              <ValueInput
                path={`${name}.${rowName}`}
                label={`${label}: value`}
                hideLabel
                value={value}
                onChange={(next) => change(at, [rowName, next])}
              />
            )}
          </div>
          <ToChange>
            <ActionIcon
              aria-label={`Delete from ${label}`}
              onClick={() => give(rows.filter((_row, index) => index !== at))}
            >
              <Trash2 size={15} aria-hidden />
            </ActionIcon>
          </ToChange>
        </Group>
      ))}
      {/* The row says it already. */}
      {!(field.value instanceof TwinNames) && (
        <Input.Error size="xs">{messageAt(formState.errors, name)}</Input.Error>
      )}
    </Stack>
  );
}
