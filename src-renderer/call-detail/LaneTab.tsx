import { Anchor, Stack, Table, Text } from '@mantine/core';
import { Link } from 'wouter';
import { formatDateTime } from '#renderer/ui/format.ts';
import type { CallDetail } from '#shared/model/call.ts';
import { Neighbours } from './Neighbours.tsx';
import { tellHold } from './tell.ts';
import type { LaneEvent } from '#shared/model/lane.ts';

/** Where the call stands in its queue, what stops that, and what was done to the call there. */
export function LaneTab({ call }: { readonly call: CallDetail }) {
  const { lane, laneSequence, place, hold, events } = call;
  if (lane === null) return <Text c="dimmed">A refused call is in no lane.</Text>;
  return (
    <Stack gap="sm">
      <Text>
        {laneSequence === null ? 'Accepted' : `Number ${laneSequence}`} in the lane{' '}
        <span className="mono">{lane}</span>
        {place !== null && (place === 0 ? ', running now' : `, place ${place} of those that wait`)}.
      </Text>
      {hold !== null && <Text>{tellHold(hold, formatDateTime(hold.since))}</Text>}
      <Text size="xs">
        <Anchor component={Link} href="/lanes" size="xs">
          All lanes
        </Anchor>
        {' · '}
        <Anchor component={Link} href={`/calls?lane=${encodeURIComponent(lane)}`} size="xs">
          Calls of this lane
        </Anchor>
      </Text>
      <Neighbours call={call} />
      {events.length === 0 ? (
        <Text c="dimmed">Nobody did anything to this call.</Text>
      ) : (
        <Events events={events} />
      )}
    </Stack>
  );
}

const deeds: Readonly<Record<LaneEvent['action'], string>> = {
  hold: 'lane held, since the call failed',
  resume: 'lane resumed',
  retry: 'tried again',
  skip: 'skipped',
  cancel: 'cancelled',
  drain: 'lane drained',
  unkeyed: 'put into the lane without a key',
};

function Events({ events }: { readonly events: readonly LaneEvent[] }) {
  return (
    <Table aria-label="What was done to the call" verticalSpacing={2}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={160}>when</Table.Th>
          <Table.Th w={220}>what</Table.Th>
          <Table.Th w={160}>by</Table.Th>
          <Table.Th>note</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map(({ at, action, by, note }, index) => (
          <Table.Tr key={index}>
            <Table.Td>{formatDateTime(at)}</Table.Td>
            <Table.Td>{deeds[action]}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{by ?? '–'}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{note}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
