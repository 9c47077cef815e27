import { Anchor, Button, Loader, Stack, Table, Text } from '@mantine/core';
import { Link } from 'wouter';
import { formatCount, formatDateTime, formatMs } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { LaneDetail, LaneSummary } from '#shared/model/lane.ts';
import { startsInMs } from './expected.ts';

interface LaneCallsProps {
  readonly lane: LaneSummary;
  readonly detail: LaneDetail | undefined;
  readonly error: unknown;
  readonly nowMs: number;
  readonly runningForMs: readonly number[];
  readonly onMore: () => void;
  readonly canMore: boolean;
}

/** The calls of a lane: those that run, then those that wait, in the order they will start. */
export function LaneCalls(props: LaneCallsProps) {
  const { lane, detail, error, nowMs, runningForMs, onMore, canMore } = props;
  if (error) return <ProblemNote error={error} />;
  if (!detail) return <Loader size="sm" aria-label="Loading" />;
  const { runningCalls, waitingCalls, waiting } = detail;
  const since = (iso: string) => formatMs(Math.max(0, nowMs - Date.parse(iso)));
  if (runningCalls.length + waitingCalls.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        Nothing runs and nothing waits.
      </Text>
    );
  }
  const more = waiting - waitingCalls.length;
  return (
    <Stack gap={6} align="flex-start">
      <Table
        aria-label={`Calls of ${lane.integration} that run or wait`}
        verticalSpacing={2}
        withRowBorders={false}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>place</Table.Th>
            <Table.Th>call</Table.Th>
            <Table.Th>received</Table.Th>
            <Table.Th ta="right">age</Table.Th>
            <Table.Th ta="right">expected wait</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runningCalls.map((call) => (
            <Table.Tr key={call.id}>
              <Table.Td>running</Table.Td>
              <CallCell {...call} />
              <Table.Td>{formatDateTime(call.receivedAt)}</Table.Td>
              <Table.Td ta="right">{since(call.receivedAt)}</Table.Td>
              <Table.Td ta="right">runs for {since(call.startedAt)}</Table.Td>
            </Table.Tr>
          ))}
          {waitingCalls.map((call) => (
            <Table.Tr key={call.id}>
              <Table.Td>{call.place}</Table.Td>
              <CallCell {...call} />
              <Table.Td>{formatDateTime(call.receivedAt)}</Table.Td>
              <Table.Td ta="right">{since(call.receivedAt)}</Table.Td>
              <Table.Td ta="right">{formatMs(startsInMs(call.place, { ...detail, runningForMs }))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {more > 0 &&
        (canMore ? (
          <Button variant="subtle" size="compact-xs" onClick={onMore}>
            Show more of the {formatCount(more)} that wait behind
          </Button>
        ) : (
          <Text size="xs" c="dimmed">
            {formatCount(more)} more wait behind.
          </Text>
        ))}
    </Stack>
  );
}

interface CallCellProps {
  readonly id: string;
  readonly method: string;
  readonly laneSequence: number;
  readonly keyLabel: string | null;
}

const CallCell = ({ id, method, laneSequence, keyLabel }: CallCellProps) => (
  <Table.Td>
    <Anchor component={Link} href={`/calls/${id}`} size="xs">
      {method} number {laneSequence}
    </Anchor>
    {keyLabel !== null && <span className="quiet"> by {keyLabel}</span>}
  </Table.Td>
);
