import { Anchor, Stack, Table, Text } from '@mantine/core';
import { Link } from 'wouter';
import { formatDateTime } from '#renderer/ui/format.ts';
import type { CallDetail } from '#shared/model/call.ts';

/** Where the call stood in its queue, and how often it was started. */
export function LaneTab({ call }: { readonly call: CallDetail }) {
  const { lane, laneSequence, place, attempts } = call;
  if (lane === null) return <Text c="dimmed">A refused call is in no lane.</Text>;
  return (
    <Stack gap="sm">
      <Text>
        {laneSequence === null ? 'Accepted' : `Number ${laneSequence}`} in the lane{' '}
        <span className="mono">{lane}</span>
        {place !== null && (place === 0 ? ', running now' : `, place ${place} of those that wait`)}.
      </Text>
      <Text size="xs">
        <Anchor component={Link} href="/lanes" size="xs">
          All lanes
        </Anchor>
        {' · '}
        <Anchor component={Link} href={`/calls?integration=${encodeURIComponent(lane)}`} size="xs">
          Calls of this integration
        </Anchor>
      </Text>
      {attempts.length === 0 ? (
        <Text c="dimmed">The call was not started yet.</Text>
      ) : (
        <Table aria-label="Attempts">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>attempt</Table.Th>
              <Table.Th>started</Table.Th>
              <Table.Th>ended</Table.Th>
              <Table.Th>outcome</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {attempts.map(({ attempt, startedAt, finishedAt, outcome, problem }) => (
              <Table.Tr key={attempt}>
                <Table.Td>{attempt}</Table.Td>
                <Table.Td>{formatDateTime(startedAt)}</Table.Td>
                <Table.Td>{finishedAt === null ? '…' : formatDateTime(finishedAt)}</Table.Td>
                <Table.Td>
                  {outcome ?? 'running'}
                  {problem && `: ${problem.text}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
