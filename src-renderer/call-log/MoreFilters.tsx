import { Button, NumberInput, Popover, Select, Stack, TextInput } from '@mantine/core';
import { SlidersHorizontal } from 'lucide-react';
import { problemCodes } from '#shared/problem.ts';
import type { LogFilter } from './filter.ts';

interface MoreFiltersProps {
  readonly filter: LogFilter;
  readonly onChange: (filter: LogFilter) => void;
}

/** What the log is narrowed by now and then. */
export function MoreFilters({ filter, onChange }: MoreFiltersProps) {
  const change = (part: Partial<LogFilter>) => onChange({ ...filter, ...part });
  const changeTime = (name: 'since' | 'until', text: string) => {
    const time = new Date(text);
    change({ span: null, [name]: Number.isNaN(time.getTime()) ? null : time.toISOString() });
  };
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" px="xs" leftSection={<SlidersHorizontal size={13} aria-hidden />}>
          More
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="More filters">
        <Stack gap="xs" w={240}>
          <Select
            label="Problem"
            searchable
            clearable
            openOnFocus={false}
            comboboxProps={{ withinPortal: false }}
            placeholder="Any"
            data={problemCodes}
            value={filter.problem}
            onChange={(problem) => change({ problem })}
          />
          <TextInput
            label="Lane"
            placeholder="code/name, or code/name#key"
            defaultValue={filter.lane ?? ''}
            onBlur={({ currentTarget: { value } }) => change({ lane: value.trim() || null })}
            onKeyDown={({ key, currentTarget: { value } }) => {
              if (key === 'Enter') change({ lane: value.trim() || null });
            }}
          />
          <NumberInput
            label="Longer than"
            suffix=" ms"
            min={0}
            placeholder="Any time it took"
            value={filter.longerThanMs ?? ''}
            onChange={(value) => change({ longerThanMs: typeof value === 'number' ? value : null })}
          />
          <TextInput
            label="Received from"
            type="datetime-local"
            step={1}
            value={localText(filter.since)}
            onChange={({ currentTarget: { value } }) => changeTime('since', value)}
          />
          <TextInput
            label="Received until"
            type="datetime-local"
            step={1}
            value={localText(filter.until)}
            onChange={({ currentTarget: { value } }) => changeTime('until', value)}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** As the field has it: in the reader's time zone, without one. */
function localText(iso: string | null): string {
  if (iso === null) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
