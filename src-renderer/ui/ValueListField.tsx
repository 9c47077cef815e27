import { ActionIcon, Group, Input, Stack } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import { useController, type Control } from 'react-hook-form';
import { AddButton } from './AddButton.tsx';
import { messageAt, messageWithin } from './message-at.ts';
import { ValueInput } from './ValueField.tsx';
import { ToChange } from './OnlyRead.tsx';

interface ValueListFieldProps {
  readonly control: Control;
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  /** One value stands without a list, since its expression may give one. */
  readonly maybeAlone: boolean;
  readonly optional: boolean;
}

/** Values one below the other, such as the arguments of a program. */
export function ValueListField(props: ValueListFieldProps) {
  const { control, name, label, description, maybeAlone, optional } = props;
  const { field, formState } = useController({ control, name });
  const id = useId();
  const rows: readonly unknown[] =
    field.value === undefined ? [] : Array.isArray(field.value) ? field.value : [field.value];
  const isAlone = maybeAlone && rows.length === 1;
  const give = (next: readonly unknown[]) => {
    if (next.length === 0 && optional) field.onChange(undefined);
    else field.onChange(maybeAlone && next.length === 1 ? next[0] : next);
  };
  return (
    <Stack gap={4} role="group" aria-labelledby={id}>
      <Group gap="xs">
        <Input.Label size="xs" labelElement="div" id={id}>
          {label}
        </Input.Label>
        <AddButton ref={field.ref} to={label} onClick={() => give([...rows, ''])} />
      </Group>
      <Input.Description size="xs">{description}</Input.Description>
      {rows.map((value, at) => {
        const path = isAlone ? name : `${name}.${at}`;
        return (
          // A row has no identity but its place.
          <Group key={at} gap={6} align="flex-start" wrap="nowrap">
            <div style={{ flex: 1, minWidth: 0 }}>
              <ValueInput
                path={path}
                label={rows.length === 1 ? label : `${label}: ${at + 1}`}
                hideLabel
                value={value}
                onChange={(next) => give(rows.with(at, next))}
                onBlur={field.onBlur}
                error={messageWithin(formState.errors, path)}
              />
            </div>
            <ToChange>
              <ActionIcon
                aria-label={`Delete ${at + 1} from ${label}`}
                onClick={() => give(rows.toSpliced(at, 1))}
              >
                <Trash2 size={15} aria-hidden />
              </ActionIcon>
            </ToChange>
          </Group>
        );
      })}
      {!isAlone && <Input.Error size="xs">{messageAt(formState.errors, name)}</Input.Error>}
    </Stack>
  );
}
