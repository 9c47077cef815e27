import { Anchor, Loader, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { orpc } from '#renderer/app/queries.ts';
import { formatDateTime, formatMs } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { CallStateBadge } from '#renderer/ui/StateBadge.tsx';
import type { CallDetail } from '#shared/model/call.ts';

/** Who came before and after it in its lane. */
export function Neighbours({ call }: { readonly call: CallDetail }) {
  const found = useQuery(orpc.lanes.neighbours.queryOptions({ input: { callId: call.id } }));
  if (found.error) return <ProblemNote error={found.error} />;
  if (found.data === undefined) return <Loader size="sm" aria-label="Loading" />;
  const rows = [...found.data.before, call, ...found.data.after];
  return (
    <Table aria-label="Before and after it in the lane" verticalSpacing={2}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>received</Table.Th>
          <Table.Th>state</Table.Th>
          <Table.Th ta="right">wait</Table.Th>
          <Table.Th ta="right">run</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ id, receivedAt, state, waitMs, runMs }) => (
          <Table.Tr key={id} aria-current={id === call.id || undefined}>
            <Table.Td>
              {id === call.id ? (
                <strong>{formatDateTime(receivedAt)} (this call)</strong>
              ) : (
                <Anchor component={Link} href={`/calls/${id}`} size="xs">
                  {formatDateTime(receivedAt)}
                </Anchor>
              )}
            </Table.Td>
            <Table.Td>
              <CallStateBadge state={state} />
            </Table.Td>
            <Table.Td ta="right">{formatMs(waitMs)}</Table.Td>
            <Table.Td ta="right">{formatMs(runMs)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
