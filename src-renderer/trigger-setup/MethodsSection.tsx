import { Button, Checkbox, Group, Input } from '@mantine/core';
import { useState } from 'react';
import { useController } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { Method } from '#shared/model/trigger.ts';
import { Section } from '#renderer/ui/Section.tsx';

const usual: readonly Method[] = ['GET', 'POST'];

export function MethodsSection({ form }: { form: DraftForm }) {
  const { field, fieldState } = useController({ control: form.control, name: 'trigger.methods' });
  const chosen = field.value ?? [];
  const [showsAll, setShowsAll] = useState(chosen.some((method) => !usual.includes(method)));
  const shown = showsAll ? Method.options : usual;
  const toggle = (method: Method) =>
    field.onChange(Method.options.filter((known) => (known === method) !== chosen.includes(known)));
  return (
    <Section title="Methods">
      <Group gap="md" role="group" aria-label="Methods">
        {shown.map((method, at) => (
          <Checkbox
            key={method}
            ref={at === 0 ? field.ref : undefined}
            label={method}
            checked={chosen.includes(method)}
            onChange={() => toggle(method)}
            onBlur={field.onBlur}
          />
        ))}
        {!showsAll && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label="More methods"
            onClick={() => setShowsAll(true)}
          >
            more…
          </Button>
        )}
      </Group>
      <Input.Error size="xs">{fieldState.error?.message}</Input.Error>
    </Section>
  );
}
