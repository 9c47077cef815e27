import { Button, Group, Pill } from '@mantine/core';
import { chipsOf, type LogFilter, noFilter } from './filter.ts';

interface FilterChipsProps {
  readonly filter: LogFilter;
  /** When what is listed begins. */
  readonly begin: string | undefined;
  readonly onChange: (filter: LogFilter) => void;
  readonly hasIntegration: boolean;
}

/** What the log is narrowed by, each of it to be taken away. */
export function FilterChips({ filter, begin, onChange, hasIntegration }: FilterChipsProps) {
  const chips = chipsOf(filter, begin).filter(
    ({ without }) => !hasIntegration || without.integration !== null,
  );
  if (chips.length === 0) return null;
  return (
    <Group gap={6} mb="xs" role="group" aria-label="Filters">
      {chips.map(({ text, without }) => (
        <Pill
          key={text}
          withRemoveButton
          onRemove={() => onChange(without)}
          removeButtonProps={{
            'aria-label': `Without the filter ${text}`,
            'aria-hidden': false,
            tabIndex: 0,
          }}
        >
          {text}
        </Pill>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        onClick={() => onChange({ ...noFilter, integration: hasIntegration ? filter.integration : null })}
      >
        Clear filters
      </Button>
    </Group>
  );
}
