import { Group, Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { firstOptions } from '#renderer/ui/first-options.ts';
import { FilterField } from '#renderer/ui/FilterField.tsx';
import { CallState } from '#shared/model/call.ts';
import { type LogFilter, readSpan, spanWords } from './filter.ts';
import { MoreFilters } from './MoreFilters.tsx';
import { SavedFilters } from './SavedFilters.tsx';

const typingMs = 300;
/** Narrow, so that all fit beside each other on a small screen with their words whole. */
const arrowPx = 24;

const outcomes: readonly { readonly label: string; readonly states: readonly CallState[] }[] = [
  { label: 'Any outcome', states: [] },
  { label: 'Open: waiting, running', states: ['waiting', 'running'] },
  { label: 'Not succeeded', states: ['refused', 'failed', 'cancelled', 'interrupted'] },
  ...CallState.options.map((state) => ({
    label: `${state[0]!.toUpperCase()}${state.slice(1)}`,
    states: [state],
  })),
];

const times = Object.entries(spanWords).map(([value, label]) => ({ value, label }));

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
const statuses = [
  ...['2xx', '3xx', '4xx', '5xx'],
  ...[
    '200',
    '201',
    '202',
    '204',
    '400',
    '401',
    '403',
    '404',
    '405',
    '408',
    '413',
    '429',
    '500',
    '502',
    '503',
    '504',
  ],
];

interface LogFiltersProps {
  readonly filter: LogFilter;
  readonly onChange: (filter: LogFilter) => void;
  /** The log is that of one integration. */
  readonly hasIntegration: boolean;
}

/** What the log is narrowed by; each choice is asked of the runtime at once. */
export function LogFilters({ filter, onChange, hasIntegration }: LogFiltersProps) {
  const integrations =
    useQuery({ ...orpc.integrations.summaries.queryOptions(), enabled: !hasIntegration }).data ?? [];
  const labels = useQuery(orpc.integrations.keyLabels.queryOptions()).data ?? [];
  const change = (part: Partial<LogFilter>) => onChange({ ...filter, ...part });
  const states = filter.states.join(',');
  const isBounded = filter.since !== null || filter.until !== null;
  const isListed = outcomes.some((outcome) => outcome.states.join(',') === states);
  return (
    <Group gap={4} role="search" aria-label="Filter calls" mb="xs">
      <SearchText text={filter.text} onChange={(text) => change({ text })} />
      {!hasIntegration && (
        <Choice
          label="Integration"
          any="Any integration"
          width={138}
          value={filter.integration}
          choices={integrations.map(({ code, name }) => ({ value: `${code}/${name}`, label: name }))}
          onChange={(integration) => change({ integration })}
        />
      )}
      <Select
        aria-label="Outcome"
        rightSectionWidth={arrowPx}
        w={134}
        data={[
          ...outcomes.map((outcome) => ({ value: outcome.states.join(','), label: outcome.label })),
          ...(isListed ? [] : [{ value: states, label: filter.states.join(', ') }]),
        ]}
        value={states}
        onChange={(value) =>
          change({ states: CallState.options.filter((state) => value?.split(',').includes(state)) })
        }
      />
      <Choice
        label="Key"
        any="Any key"
        width={94}
        value={filter.keyLabel}
        choices={labels.map(plain)}
        onChange={(keyLabel) => change({ keyLabel })}
      />
      <Choice
        label="Method"
        any="Any method"
        width={114}
        value={filter.method}
        choices={methods.map(plain)}
        onChange={(method) => change({ method })}
      />
      <Choice
        label="Status"
        any="Any status"
        width={108}
        value={filter.status}
        choices={statuses.map(plain)}
        onChange={(status) => change({ status })}
      />
      <Select
        aria-label="Time"
        rightSectionWidth={arrowPx}
        w={140}
        data={[{ value: '', label: isBounded ? 'Chosen time' : 'Any time' }, ...times]}
        value={filter.span ?? ''}
        onChange={(value) => change({ span: readSpan(value), since: null, until: null })}
      />
      <MoreFilters filter={filter} onChange={onChange} />
      <SavedFilters filter={filter} onChange={onChange} hasIntegration={hasIntegration} />
    </Group>
  );
}

const plain = (value: string) => ({ value, label: value });

/** The text as typed; the log is asked once the typing rests. */
function SearchText({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const [settled, setSettled] = useState(text);
  const settle = useDebouncedCallback((next: string) => {
    setSettled(next);
    onChange(next);
  }, typingMs);
  // Cleared, or another address: what was typed no longer counts.
  if (text !== settled) {
    setTyped(text);
    setSettled(text);
  }
  return (
    <FilterField
      label="Search path, headers, body"
      value={typed}
      fills
      onChange={(next) => {
        setTyped(next);
        settle(next);
      }}
    />
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly any: string;
  readonly width: number;
  readonly value: string | null;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | null) => void;
}

function Choice({ label, any, width, value, choices, onChange }: ChoiceProps) {
  const isListed = value === null || choices.some((choice) => choice.value === value);
  return (
    <Select
      aria-label={label}
      rightSectionWidth={arrowPx}
      w={width}
      searchable={choices.length > 8}
      filter={firstOptions}
      data={[{ value: '', label: any }, ...choices, ...(isListed ? [] : [plain(value)])]}
      value={value ?? ''}
      onChange={(next) => onChange(next || null)}
    />
  );
}
