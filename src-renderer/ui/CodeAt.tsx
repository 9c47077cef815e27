import { useController, useFormContext } from 'react-hook-form';
import type { CodeLanguage } from './code/languages.ts';
import { CodeField } from './CodeField.tsx';

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
  language: CodeLanguage;
  optional: boolean;
  minLines?: number;
}) {
  const { control } = useFormContext();
  const { field, fieldState } = useController({ control, name });
  return (
    <CodeField
      ref={field.ref}
      path={name}
      label={label}
      description={description}
      language={language}
      minLines={minLines ?? (language === 'javascript' ? 6 : language === 'sql' ? 3 : optional ? 1 : 3)}
      value={String(field.value ?? '')}
      onChange={(text) => field.onChange(text === '' && optional ? undefined : text)}
      onBlur={field.onBlur}
      error={fieldState.error?.message}
    />
  );
}
