import { Button, Checkbox, Menu, Text } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useController } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { kindTitles } from '#renderer/ui/authentication-words.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { beginnings, panels } from './authentication-panels.tsx';
import type { KeptSecrets } from './secret-rows.ts';
import { ToChange } from '#renderer/ui/OnlyRead.tsx';

const path = 'trigger.authentication';
const kinds = Object.keys(kindTitles) as (keyof typeof kindTitles)[];

export function AuthenticationSection({ form, kept }: { form: DraftForm; kept: KeptSecrets }) {
  const { field } = useController({ control: form.control, name: path });
  if (field.value.kind !== 'none') {
    const Panel = panels[field.value.kind];
    return (
      <Section
        title="Authentication"
        aside={
          <ToChange>
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              onClick={() => field.onChange({ kind: 'none', exposed: false })}
            >
              Remove authentication
            </Button>
          </ToChange>
        }
      >
        {/* The keys have their heading beside the button that adds one. */}
        {field.value.kind !== 'apiKeys' && <Text fw={600}>{kindTitles[field.value.kind]}</Text>}
        <Panel path={path} kept={kept} />
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
        <ToChange>
          <Menu>
            <Menu.Target>
              <Button ref={field.ref} variant="default" rightSection={<ChevronDown size={14} aria-hidden />}>
                Add authentication
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {kinds.map((kind) => (
                <Menu.Item key={kind} onClick={() => field.onChange(beginnings[kind])}>
                  {kindTitles[kind]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </ToChange>
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
