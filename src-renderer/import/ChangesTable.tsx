import { Table } from '@mantine/core';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import type { ChangeRow } from './change-rows.ts';

const planned: Record<ChangeRow['action'], readonly [Tone, string]> = {
  create: ['good', 'is created'],
  update: ['waiting', 'changes'],
  delete: ['bad', 'is deleted'],
  keep: ['off', 'stays'],
};
const done: Record<ChangeRow['action'], readonly [Tone, string]> = {
  create: ['good', 'created'],
  update: ['waiting', 'changed'],
  delete: ['bad', 'deleted'],
  keep: ['off', 'as before'],
};

export function ChangesTable({
  rows,
  isDone = false,
}: {
  readonly rows: readonly ChangeRow[];
  readonly isDone?: boolean;
}) {
  return (
    <Table.ScrollContainer minWidth={520} scrollAreaProps={{ type: 'auto' }}>
      <Table aria-label="Changes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th>Change</Table.Th>
            <Table.Th>Fields</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ action, what, name, fields }) => {
            const [tone, text] = (isDone ? done : planned)[action];
            return (
              <Table.Tr key={`${what} ${name}`}>
                <Table.Td>{what}</Table.Td>
                <Table.Td className="mono">{name}</Table.Td>
                <Table.Td>
                  <StateBadge tone={tone} text={text} />
                </Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{fields}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
