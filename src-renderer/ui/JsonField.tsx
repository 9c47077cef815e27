import { Group, Input, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useController, type Control } from 'react-hook-form';
import { BrokenJson, readJson, writeJson } from './broken-json.ts';
import type { CodeLanguage } from './code/languages.ts';
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

type Typed = Exclude<Shape, 'none'>;

const editors: Record<Typed, { language: CodeLanguage; minLines?: number; description: string }> = {
  expression: {
    language: 'jsonata',
    minLines: 1,
    description: 'A JSONata expression; its result keeps its type.',
  },
  text: { language: 'template', minLines: 2, description: 'Text, perhaps with {{ expression }} inside.' },
  json: {
    language: 'json',
    description: 'JSON; its texts may hold {{ expression }}, its parts may be { "from": "expression" }.',
  },
};

/** Any JSON value: an expression's result, a text with `{{ expression }}` inside, or JSON with either in its parts. */
export function JsonField({ control, name, label, description }: JsonFieldProps) {
  const { field, formState } = useController({ control, name });
  // The shape is chosen, not read from the value: JSON text passes through being a string or nothing.
  const [shape, setShape] = useState<Shape>(() => shapeOf(field.value));
  const [jsonText, setJsonText] = useState(() => writeJson(field.value));
  // What was typed in the other shapes: one arrow key goes from shape to shape.
  const [left, setLeft] = useState(beginnings);
  const said = messageWithin(formState.errors, name);
  const error = field.value instanceof BrokenJson ? `This is not JSON: ${field.value.why}` : said;
  const choose = (next: Shape) => {
    setLeft({ ...left, [shape]: field.value });
    setShape(next);
    setJsonText(writeJson(left[next]));
    field.onChange(left[next]);
  };
  const texts: Record<Typed, string> = {
    expression: expressionOf(field.value) ?? '',
    text: typeof field.value === 'string' ? field.value : '',
    json: jsonText,
  };
  const give: Record<Typed, (text: string) => void> = {
    expression: (from) => field.onChange({ from }),
    text: field.onChange,
    json: (text) => {
      setJsonText(text);
      field.onChange(readJson(text));
    },
  };
  return (
    <div>
      <Group gap="sm">
        <Input.Label size="xs" labelElement="div">
          {label}
        </Input.Label>
        <SegmentedControl aria-label={`${label} is`} data={[...shapes]} value={shape} onChange={choose} />
      </Group>
      {shape !== 'none' && (
        <CodeField
          ref={field.ref}
          path={name}
          label={label}
          hideLabel
          {...editors[shape]}
          {...(description !== undefined && { description })}
          value={texts[shape]}
          onChange={give[shape]}
          error={error}
        />
      )}
    </div>
  );
}
