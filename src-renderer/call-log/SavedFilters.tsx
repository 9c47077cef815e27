import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { isNarrowed, type LogFilter, readFilter, writeFilter } from './filter.ts';
import { useSavedFilters } from './kept-here.ts';

interface SavedFiltersProps {
  readonly filter: LogFilter;
  readonly onChange: (filter: LogFilter) => void;
  readonly hasIntegration: boolean;
}

/** Filters under names of one's own, kept in this browser. */
export function SavedFilters({ filter, onChange, hasIntegration }: SavedFiltersProps) {
  const [saved, setSaved] = useSavedFilters();
  const [name, setName] = useState('');
  const [isOpen, setOpen] = useState(false);
  const own = hasIntegration ? { ...filter, integration: null } : filter;
  const apply = (search: string) => {
    const next = readFilter(search);
    onChange(hasIntegration ? { ...next, integration: filter.integration } : next);
    setOpen(false);
  };
  const save = () => {
    const called = name.trim();
    if (called === '') return;
    setSaved([...saved.filter((one) => one.name !== called), { name: called, search: writeFilter(own) }]);
    setName('');
  };
  return (
    <Popover position="bottom-end" shadow="md" trapFocus opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <ActionIcon
          variant="default"
          size="input-xs"
          aria-label="Saved filters"
          title="Saved filters"
          onClick={() => setOpen(!isOpen)}
        >
          <Bookmark size={13} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Saved filters">
        <Stack gap="xs" w={240}>
          {saved.length === 0 && (
            <Text size="xs" c="dimmed">
              No filter is saved in this browser yet. An address can be sent to others as it is.
            </Text>
          )}
          {saved.map((one) => (
            <Group key={one.name} gap={4} wrap="nowrap">
              <Button variant="subtle" flex={1} justify="flex-start" onClick={() => apply(one.search)}>
                {one.name}
              </Button>
              <ActionIcon
                aria-label={`Delete the filter ${one.name}`}
                onClick={() => setSaved(saved.filter(({ name: other }) => other !== one.name))}
              >
                <Trash2 size={13} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          {isNarrowed(own) && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                save();
              }}
            >
              <Group gap={4} align="flex-end" wrap="nowrap">
                <TextInput
                  label="Name of this filter"
                  flex={1}
                  value={name}
                  onChange={({ currentTarget: { value } }) => setName(value)}
                />
                <Button type="submit" disabled={name.trim() === ''}>
                  Save
                </Button>
              </Group>
            </form>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
