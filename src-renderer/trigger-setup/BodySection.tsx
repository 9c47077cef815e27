import { Button, Radio, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useController, useWatch } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { orpc } from '#renderer/app/queries.ts';
import { BrokenJson, readJson, writeJson } from '#renderer/ui/broken-json.ts';
import { CodeField } from '#renderer/ui/CodeField.tsx';
import { messageWithin } from '#renderer/ui/message-at.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { FoldedSection } from './FoldedSection.tsx';
import { isUnusual } from './unusual.ts';
import { ToChange } from '#renderer/ui/OnlyRead.tsx';

const fields = ['trigger.bodyMustBe', 'trigger.bodySchema', 'trigger.bodySchemaCheck'] as const;
const sampleCalls = 100;

/** What callers are held to send. `id`: of the saved integration, whose calls a schema can be made of. */
export function BodySection({ form, id }: { readonly form: DraftForm; readonly id: string | null }) {
  const { control } = form;
  const kind = useController({ control, name: 'trigger.bodyMustBe' });
  const schema = useWatch({ control, name: 'trigger.bodySchema' });
  return (
    <FoldedSection
      form={form}
      title="Body"
      label="Type and schema"
      fields={fields}
      beginsOpen={isUnusual(form.getValues(), fields)}
      folded={
        <>
          <Radio.Group
            size="xs"
            label="The body must be"
            description="Other content types are answered 415; what cannot be read as it, 422."
            value={kind.field.value ?? 'any'}
            onChange={kind.field.onChange}
          >
            <Stack gap={6} mt={6}>
              <Radio ref={kind.field.ref} value="any" label="Anything" />
              <Radio value="json" label="JSON" />
              <Radio value="xml" label="XML" />
            </Stack>
          </Radio.Group>
          <SchemaField form={form} id={id} />
          {schema !== null && schema !== undefined && <CheckField form={form} />}
        </>
      }
    />
  );
}

function SchemaField({ form, id }: { readonly form: DraftForm; readonly id: string | null }) {
  const { field, formState } = useController({ control: form.control, name: 'trigger.bodySchema' });
  const [text, setText] = useState(() => writeJson(field.value ?? undefined));
  const sample = useMutation(orpc.integrations.sampleSchema.mutationOptions());
  const put = (next: string) => {
    setText(next);
    field.onChange(next.trim() === '' ? null : readJson(next));
  };
  const make = async () => {
    if (id === null) return;
    const { schema } = await sample.mutateAsync({ id, calls: sampleCalls });
    if (schema !== null) put(writeJson(schema));
  };
  const value: unknown = field.value;
  const said = messageWithin(formState.errors, 'trigger.bodySchema');
  return (
    <>
      <CodeField
        ref={field.ref}
        label="JSON Schema of the body"
        description="Of the body as steps see it; XML and forms too. Left empty, anything fits."
        language="json"
        aside={
          id === null ? undefined : (
            <ToChange>
              <Button
                variant="default"
                size="compact-xs"
                loading={sample.isPending}
                onClick={() => void make().catch(() => undefined)}
              >
                Make it of the last calls
              </Button>
            </ToChange>
          )
        }
        value={text}
        onChange={put}
        error={value instanceof BrokenJson ? `This is not JSON: ${value.why}` : said}
      />
      <ProblemNote error={sample.error} />
      {sample.data !== undefined && <Note tone="plain" text={madeOf(sample.data)} />}
    </>
  );
}

const madeOf = ({ schema, calls }: { readonly schema: unknown; readonly calls: number }): string =>
  schema === null
    ? 'None of the last calls has a body that can be read.'
    : `Made of ${calls === 1 ? 'one call' : `${calls} calls`}. Names that not all of them have are not required; look it through.`;

function CheckField({ form }: { readonly form: DraftForm }) {
  const { field } = useController({ control: form.control, name: 'trigger.bodySchemaCheck' });
  return (
    <Radio.Group
      size="xs"
      label="A body that does not fit"
      value={field.value ?? 'refuse'}
      onChange={field.onChange}
    >
      <Stack gap={6} mt={6}>
        <Radio ref={field.ref} value="refuse" label="Is refused with 422, which names the place" />
        <Radio value="warn" label="Is accepted, with a note at the call" />
        <Radio value="off" label="Is accepted; the schema only describes" />
      </Stack>
    </Radio.Group>
  );
}
