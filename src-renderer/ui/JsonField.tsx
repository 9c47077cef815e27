import { Group, Input, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useController, type Control } from 'react-hook-form';
import { BrokenJson, readJson, writeJson } from './broken-json.ts';
import { CodeField } from './CodeField.tsx';
import { messageWithin } from './message-at.ts';
import { expressionOf } from './text-value.ts';

type Shape = 'none' | 'expression' | 'text' | 'json';

const shapes: readonly { value: Shape; label: string }[] = [
  { value: 'none', label: 'none' },
  { value: 'expression', label: 'expression' },
  { value: 'text', label: 'text' },
  { value: 'json', label: 'JSON' },
];

/** What a shape begins with when it is chosen. */
const beginnings: Record<Shape, unknown> = { none: undefined, expression: { from: '' }, text: '', json: {} };

function shapeOf(value: unknown): Shape {
  if (value === undefined) return 'none';
  if (expressionOf(value) !== null) return 'expression';
  return typeof value === 'string' ? 'text' : 'json';
}

interface JsonFieldProps {
  readonly control: Control;
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}

/** Any JSON value: an expression's result, a text with `{{ expression }}` inside, or JSON with either in its parts. */
export function JsonField({ control, name, label, description }: JsonFieldProps) {
  const { field, formState } = useController({ control, name });
  // The shape is chosen, not read from the value: JSON text passes through being a string or nothing.
  const [shape, setShape] = useState<Shape>(() => shapeOf(field.value));
  const [jsonText, setJsonText] = useState(() => writeJson(field.value));
  const said = messageWithin(formState.errors, name);
  const error = field.value instanceof BrokenJson ? `This is not JSON: ${field.value.why}` : said;
  const choose = (next: Shape) => {
    setShape(next);
    setJsonText(writeJson(beginnings[next]));
    field.onChange(beginnings[next]);
  };
  const shapeChoice = (
    <SegmentedControl aria-label={`${label} is`} data={[...shapes]} value={shape} onChange={choose} />
  );
  switch (shape) {
    case 'none':
      return (
        <Group gap="sm">
          <Input.Label size="xs" labelElement="div">
            {label}
          </Input.Label>
          {shapeChoice}
        </Group>
      );
    case 'expression':
      return (
        <CodeField
          ref={field.ref}
          path={name}
          label={label}
          aside={shapeChoice}
          description={description ?? 'A JSONata expression; its result keeps its type.'}
          language="jsonata"
          minLines={1}
          value={expressionOf(field.value) ?? ''}
          onChange={(from) => field.onChange({ from })}
          error={error}
        />
      );
    case 'text':
      return (
        <CodeField
          ref={field.ref}
          path={name}
          label={label}
          aside={shapeChoice}
          description={description ?? 'Text, perhaps with {{ expression }} inside.'}
          language="template"
          minLines={2}
          value={typeof field.value === 'string' ? field.value : ''}
          onChange={field.onChange}
          error={error}
        />
      );
    case 'json':
      return (
        <CodeField
          ref={field.ref}
          path={name}
          label={label}
          aside={shapeChoice}
          description={
            description ??
            'JSON; its texts may hold {{ expression }}, its parts may be { "from": "expression" }.'
          }
          language="json"
          value={jsonText}
          onChange={(text) => {
            setJsonText(text);
            field.onChange(readJson(text));
          }}
          error={error}
        />
      );
  }
}
