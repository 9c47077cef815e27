import { NumberInput } from '@mantine/core';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';

const units = { MiB: 2 ** 20, GiB: 2 ** 30 };

/** A number of bytes as people say it. Emptied it is `undefined`. */
export function BytesField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  unit,
}: Pick<UseControllerProps<T, N, O>, 'control' | 'name'> & {
  readonly label: string;
  readonly description?: string;
  readonly unit: keyof typeof units;
}) {
  const { field, fieldState } = useController({ control, name });
  const size = units[unit];
  return (
    <NumberInput
      {...field}
      label={label}
      description={description}
      value={typeof field.value === 'number' ? field.value / size : ''}
      onChange={(value) => field.onChange(typeof value === 'number' ? Math.round(value * size) : undefined)}
      error={fieldState.error?.message}
      min={0}
      decimalScale={3}
      suffix={` ${unit}`}
      clampBehavior="none"
      hideControls
      styles={{ input: { width: 160 } }}
    />
  );
}
