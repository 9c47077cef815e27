import { Button, Checkbox, Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useController } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { ApiKeysTable } from './ApiKeysTable.tsx';
import type { KeptKeys } from './key-rows.ts';

export function AuthenticationSection({ form, keptKeys }: { form: DraftForm; keptKeys: KeptKeys }) {
  const { field } = useController({ control: form.control, name: 'trigger.authentication' });
  if (field.value.kind === 'apiKeys') {
    return (
      <Section
        title="Authentication"
        aside={
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            onClick={() => field.onChange({ kind: 'none', exposed: false })}
          >
            Remove authentication
          </Button>
        }
      >
        <ApiKeysTable form={form} keptKeys={keptKeys} />
      </Section>
    );
  }
  const { exposed } = field.value;
  return (
    <Section title="Authentication">
      <Note
        tone="warning"
        text={
          exposed === true
            ? 'Open to anyone who knows the address.'
            : 'Open to anyone on this machine who knows the address.'
        }
      >
        <Menu>
          <Menu.Target>
            <Button ref={field.ref} variant="default" rightSection={<ChevronDown size={14} aria-hidden />}>
              Add authentication
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => field.onChange({ kind: 'apiKeys', keys: [] })}>ApiKeys</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Note>
      <Checkbox
        label="Answer callers on other machines too"
        description="Otherwise only callers on this machine are answered; others get 403."
        checked={exposed === true}
        onChange={({ currentTarget }) => field.onChange({ kind: 'none', exposed: currentTarget.checked })}
      />
    </Section>
  );
}
