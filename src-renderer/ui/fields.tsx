// Fields bound to a form: the value, its error in words, and a ref so that a bad field can be focused.
// An emptied field is `undefined`, unless empty text or null is a value of its own.
import { Button, Checkbox, Group, NumberInput, Select, TextInput, type TextInputProps } from '@mantine/core';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';
import { ToChange } from './OnlyRead.tsx';

interface Shown {
  readonly label: string;
  readonly description?: string;
  /** Shown to assistive technology only: a table's head says it to everybody else. */
  readonly hideLabel?: boolean;
}

type Bound<T extends FieldValues, N extends FieldPath<T>, O> = Pick<
  UseControllerProps<T, N, O>,
  'control' | 'name'
>;

const labelOf = ({ label, description, hideLabel }: Shown) =>
  hideLabel ? { 'aria-label': label } : { label, description };

export function TextField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  hideLabel,
  emptyIsValue = false,
  make,
  fault,
  ...rest
}: Bound<T, N, O> &
  Shown & {
    emptyIsValue?: boolean;
    /** What is known to be wrong before anybody saves. */
    fault?: string;
    /** Where one need not be thought of. */
    make?: (() => string) | null;
  } & Pick<TextInputProps, 'placeholder' | 'w' | 'maw' | 'aria-required'>) {
  const { field, fieldState } = useController({ control, name });
  return (
    <TextInput
      {...field}
      {...labelOf({ label, description, hideLabel })}
      {...rest}
      value={String(field.value ?? '')}
      onChange={({ currentTarget: { value } }) =>
        field.onChange(value === '' && !emptyIsValue ? undefined : value)
      }
      error={fieldState.error?.message ?? fault}
      autoComplete="off"
      spellCheck={false}
      {...(make && {
        inputContainer: (input) => (
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <div style={{ flex: 1 }}>{input}</div>
            <ToChange>
              <Button variant="default" onClick={() => field.onChange(make())}>
                Generate
              </Button>
            </ToChange>
          </Group>
        ),
      })}
    />
  );
}

export function NumberField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  hideLabel,
  suffix,
  empty,
  ...rest
}: Bound<T, N, O> & Shown & { suffix?: string; empty?: null; 'data-autofocus'?: boolean }) {
  const { field, fieldState } = useController({ control, name });
  return (
    <NumberInput
      {...field}
      {...labelOf({ label, description, hideLabel })}
      {...rest}
      value={field.value ?? ''}
      onChange={(value) => field.onChange(typeof value === 'number' ? value : empty)}
      error={fieldState.error?.message}
      clampBehavior="none"
      suffix={suffix}
      hideControls
      styles={{ input: { width: 160 } }}
    />
  );
}

export function CheckField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  hideLabel,
}: Bound<T, N, O> & Shown) {
  const {
    field: { value, ...field },
    fieldState,
  } = useController({ control, name });
  return (
    <Checkbox
      {...field}
      {...labelOf({ label, description, hideLabel })}
      checked={value === true}
      error={fieldState.error?.message}
    />
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export function SelectField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  hideLabel,
  choices,
  onOpen,
}: Bound<T, N, O> &
  Shown & {
    choices: readonly Choice[];
    /** Where what can be chosen may have become more meanwhile. */
    onOpen?: () => void;
  }) {
  const { field, fieldState } = useController({ control, name });
  return (
    <Select
      {...field}
      {...labelOf({ label, description, hideLabel })}
      data={choices}
      onDropdownOpen={onOpen}
      error={fieldState.error?.message}
      w={hideLabel ? undefined : 200}
    />
  );
}
