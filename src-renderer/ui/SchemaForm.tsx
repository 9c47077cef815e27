// Draws the fields of an object from its schema, at a path of the surrounding form. It knows widgets, not kinds.
import { Stack } from '@mantine/core';
import { useController, useFormContext } from 'react-hook-form';
import type { z } from 'zod';
import { CodeField } from './CodeField.tsx';
import { CheckField, NumberField, SelectField, TextField } from './fields.tsx';
import { LinesField } from './LinesField.tsx';
import { JsonField } from './JsonField.tsx';
import { fieldsOf, type SchemaField } from './schema-fields.ts';
import { ValueField } from './ValueField.tsx';
import { ValuesField } from './ValuesField.tsx';

export function SchemaForm({ schema, path }: { schema: z.ZodObject; path: string }) {
  return (
    <Stack gap="sm">
      {fieldsOf(schema).map((field) => (
        <Field key={field.name} field={field} path={`${path}.${field.name}`} />
      ))}
    </Stack>
  );
}

function Field({ field, path }: { field: SchemaField; path: string }) {
  const { control } = useFormContext();
  const shown = { control, name: path, label: field.title, description: field.description };
  switch (field.widget) {
    case 'text':
      return <TextField {...shown} maw={360} emptyIsValue={!field.optional} />;
    case 'number':
      return <NumberField {...shown} />;
    case 'check':
      return <CheckField {...shown} />;
    case 'choice':
      return (
        <SelectField {...shown} choices={field.choices.map((choice) => ({ value: choice, label: choice }))} />
      );
    case 'jsonata':
    case 'javascript':
      return <CodeAt {...shown} language={field.widget} optional={field.optional} />;
    case 'value':
      return <ValueField {...shown} />;
    case 'values':
    case 'texts':
      return <ValuesField {...shown} isPlain={field.widget === 'texts'} />;
    case 'lines':
      return <LinesField {...shown} />;
    case 'json':
      return <JsonField {...shown} />;
  }
}

/** A code editor at a path of the surrounding form; where it is optional, emptied means left out. */
export function CodeAt({
  name,
  label,
  description,
  language,
  optional,
  minLines,
}: {
  name: string;
  label: string;
  description?: string;
  language: 'jsonata' | 'javascript';
  optional: boolean;
  minLines?: number;
}) {
  const { control } = useFormContext();
  const { field, fieldState } = useController({ control, name });
  return (
    <CodeField
      ref={field.ref}
      label={label}
      description={description}
      language={language}
      minLines={minLines ?? (language === 'javascript' ? 6 : optional ? 1 : 3)}
      value={String(field.value ?? '')}
      onChange={(text) => field.onChange(text === '' && optional ? undefined : text)}
      onBlur={field.onBlur}
      error={fieldState.error?.message}
    />
  );
}
