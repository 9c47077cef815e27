import { Anchor, Loader, Table, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { orpc } from '#renderer/app/queries.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { LaneSummary } from '#shared/model/lane.ts';
import { deedWords } from './lane-words.ts';
import { everyMs } from './poll.ts';
import styles from './Lanes.module.css';

const shown = 200;

/** What was done to a lane, when and with which note: read by whoever waits for it. */
export function LaneHistory({ lane }: { readonly lane: LaneSummary }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const Mark = isOpen ? ChevronDown : ChevronRight;
  return (
    <div>
      <UnstyledButton
        className={styles.name}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Mark size={14} aria-hidden />
        History
      </UnstyledButton>
      {isOpen && (
        <div id={id} className={styles.scroll}>
          <Events lane={lane} />
        </div>
      )}
    </div>
  );
}

function Events({ lane }: { readonly lane: LaneSummary }) {
  const { integrationId, integration, by } = lane;
  const { data: events, error } = useQuery({
    ...orpc.lanes.history.queryOptions({ input: { integrationId, limit: shown } }),
    refetchInterval: 5 * everyMs,
  });
  if (error) return <ProblemNote error={error} />;
  if (!events) return <Loader size="sm" aria-label="Loading" />;
  if (events.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        Nothing was done to this lane yet.
      </Text>
    );
  }
  return (
    <Table
      aria-label={`What was done to ${integration}`}
      verticalSpacing={2}
      withRowBorders={false}
      miw={660}
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={150}>when</Table.Th>
          <Table.Th>what</Table.Th>
          <Table.Th>by</Table.Th>
          {by !== null && <Table.Th>key</Table.Th>}
          <Table.Th>note</Table.Th>
          <Table.Th>call</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map((event, at) => (
          <Table.Tr key={at}>
            <Table.Td>{formatDateTime(event.at)}</Table.Td>
            <Table.Td>{deedWords(event)}</Table.Td>
            <Table.Td className={styles.long}>{event.by ?? '–'}</Table.Td>
            {by !== null && <Table.Td className={styles.long}>{event.key ?? 'all'}</Table.Td>}
            <Table.Td className={styles.long}>{event.note}</Table.Td>
            <Table.Td>
              {event.callId !== null && (
                <Anchor component={Link} href={`/calls/${event.callId}`} size="xs">
                  Open the call
                </Anchor>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
