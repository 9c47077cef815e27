// Draws the fields of an object from its schema, at a path of the surrounding form. It knows widgets, not kinds.
import { ActionIcon, Checkbox, Input, Select, Stack } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import type { z } from 'zod';
import { AddButton } from './AddButton.tsx';
import { CodeAt } from './CodeAt.tsx';
import { ConnectionField } from './ConnectionField.tsx';
import { CheckField, NumberField, SelectField, TextField } from './fields.tsx';
import { LinesField } from './LinesField.tsx';
import { JsonField } from './JsonField.tsx';
import { LongTextField } from './LongTextField.tsx';
import { useFieldAid } from './expression-aid.ts';
import { messageAt } from './message-at.ts';
import { NumbersField } from './NumbersField.tsx';
import { fieldsOf, initialOf, kindOf, type SchemaField } from './schema-fields.ts';
import { SecretField } from './SecretField.tsx';
import styles from './SchemaForm.module.css';
import { ValueField } from './ValueField.tsx';
import { ValueListField } from './ValueListField.tsx';
import { ValuesField } from './ValuesField.tsx';
import { ToChange } from './OnlyRead.tsx';

export function SchemaForm({
  schema,
  path,
  omit = [],
}: {
  schema: z.ZodObject;
  path: string;
  /** Fields that are drawn elsewhere. */
  omit?: readonly string[];
}) {
  return (
    <Stack gap="sm">
      {fieldsOf(schema)
        .filter(({ name }) => !omit.includes(name))
        .map((field) => (
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
      return <TextAt {...shown} emptyIsValue={!field.optional} />;
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
    case 'sql':
      return <CodeAt {...shown} language={field.widget} optional={field.optional} />;
    case 'value':
    case 'longValue':
      return <ValueField {...shown} isLong={field.widget === 'longValue'} optional={field.optional} />;
    case 'valueList':
      return <ValueListField {...shown} maybeAlone={field.maybeAlone} optional={field.optional} />;
    case 'values':
    case 'texts':
      return <ValuesField {...shown} isPlain={field.widget === 'texts'} />;
    case 'lines':
      return <LinesField {...shown} />;
    case 'numbers':
      return <NumbersField {...shown} />;
    case 'connection':
      return <ConnectionField {...shown} />;
    case 'json':
      return <JsonField {...shown} />;
    case 'longText':
      return <LongTextField {...shown} />;
    case 'secret':
      return <SecretField {...shown} />;
    case 'group':
      return <Group of={field} path={path} />;
    case 'kinds':
      return <Kinds of={field} path={path} />;
    case 'items':
      return <Items of={field} path={path} />;
  }
}

/** Names of what an integration needs are texts: whether there is one of that name is told as it is typed. */
function TextAt(shown: { name: string; label: string; description?: string; emptyIsValue: boolean }) {
  const { control } = useFormContext();
  const [fault] = useFieldAid(shown.name).faults;
  return <TextField {...shown} control={control} maw={360} {...(fault && { fault: fault.message })} />;
}

interface PartsProps {
  readonly of: SchemaField;
  readonly path: string;
}

/** An object within the object, under its own title; where it may be left out, it is there when ticked. */
function Group({ of: { title, description, parts, optional, initial }, path }: PartsProps) {
  const { control } = useFormContext();
  const { field } = useController({ control, name: path });
  const [schema] = parts;
  if (schema === undefined) return null;
  const mayBeLeftOut = optional && initial === undefined;
  const isThere = field.value !== undefined;
  return (
    <fieldset className={styles.part} data-empty={(mayBeLeftOut && !isThere) || undefined}>
      {mayBeLeftOut ? (
        <legend>
          <Checkbox
            ref={field.ref}
            label={title}
            checked={isThere}
            onChange={({ currentTarget }) =>
              field.onChange(currentTarget.checked ? initialOf(schema) : undefined)
            }
          />
        </legend>
      ) : (
        <legend>{title}</legend>
      )}
      <Input.Description size="xs">{description}</Input.Description>
      {(!mayBeLeftOut || isThere) && <SchemaForm schema={schema} path={path} />}
    </fieldset>
  );
}

/** One of several objects: which, and its fields. */
function Kinds({ of: { title, description, parts, optional, initial }, path }: PartsProps) {
  const { control } = useFormContext();
  // Of the object and not of its kind: a field of something that is left out brings it back when its step is moved.
  const { field } = useController({ control, name: path });
  const kind: unknown = field.value?.kind;
  const schema = parts.find((part) => kindOf(part).kind === kind);
  const mayBeLeftOut = optional && initial === undefined;
  return (
    <fieldset className={styles.part}>
      <legend>{title}</legend>
      <Stack gap="sm">
        <Select
          {...field}
          value={schema === undefined ? null : kindOf(schema).kind}
          label="Kind"
          description={description}
          maw={360}
          allowDeselect={false}
          clearable={mayBeLeftOut}
          placeholder={mayBeLeftOut ? 'not set' : undefined}
          data={parts.map((part) => ({ value: kindOf(part).kind, label: kindOf(part).title }))}
          onChange={(value) => {
            const chosen = parts.find((part) => kindOf(part).kind === value);
            field.onChange(chosen && initialOf(chosen));
          }}
        />
        {schema !== undefined && <SchemaForm key={String(kind)} schema={schema} path={path} />}
      </Stack>
    </fieldset>
  );
}

/** A list of objects, each with its fields. */
function Items({ of: { title, description, parts, optional }, path }: PartsProps) {
  const { control, getValues } = useFormContext();
  const { field, formState } = useController({ control, name: path });
  // Fields keep what is typed by themselves: when one is taken out, those below it are others.
  const [taken, setTaken] = useState(0);
  const [schema] = parts;
  if (schema === undefined) return null;
  const count = Array.isArray(field.value) ? field.value.length : 0;
  // The field is not told of what is typed within it.
  const typed = (): readonly unknown[] => getValues(path) ?? [];
  const remove = (at: number) => {
    setTaken(taken + 1);
    field.onChange(count === 1 && optional ? undefined : typed().toSpliced(at, 1));
  };
  return (
    <fieldset className={styles.part} data-empty={count === 0 || undefined}>
      <legend>{title}</legend>
      <Stack gap="sm">
        <Input.Description size="xs">{description}</Input.Description>
        {Array.from({ length: count }, (_item, at) => (
          <div key={`${taken}.${at}`} role="group" aria-label={`${title}: ${at + 1}`} className={styles.item}>
            <div className={styles.fields}>
              <SchemaForm schema={schema} path={`${path}.${at}`} />
            </div>
            <ToChange>
              <ActionIcon aria-label={`Delete ${at + 1} from ${title}`} onClick={() => remove(at)}>
                <Trash2 size={15} aria-hidden />
              </ActionIcon>
            </ToChange>
          </div>
        ))}
        <AddButton
          ref={field.ref}
          to={title}
          className={styles.add}
          onClick={() => field.onChange([...typed(), initialOf(schema)])}
        />
        <Input.Error size="xs">{messageAt(formState.errors, path)}</Input.Error>
      </Stack>
    </fieldset>
  );
}
