import { TagsInput } from '@mantine/core';
import { type Control, useController } from 'react-hook-form';
import type { z } from 'zod';
import type { Settings } from '#shared/model/setting.ts';

interface NamesFieldProps {
  readonly control: Control<z.input<typeof Settings>, unknown, Settings>;
  readonly name: 'hiddenHeaders' | 'hiddenParameters';
  readonly label: string;
  readonly placeholder: string;
}

/** A list of names; each is entered with Enter or a comma. */
export function NamesField({ control, name, label, placeholder }: NamesFieldProps) {
  const { field, fieldState } = useController({ control, name });
  const { error } = fieldState;
  const first = Array.isArray(error) ? error.find(Boolean) : error;
  return (
    <TagsInput
      {...field}
      value={field.value ?? []}
      size="xs"
      label={label}
      placeholder={field.value?.length ? undefined : placeholder}
      description="Enter or a comma adds a name."
      splitChars={[',', ' ']}
      acceptValueOnBlur
      error={first?.message}
      maw={560}
    />
  );
}
