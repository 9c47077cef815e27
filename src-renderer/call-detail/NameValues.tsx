import { Table, Text } from '@mantine/core';

interface NameValuesProps {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  /** Said where there are none. */
  readonly none: string;
}

/** Headers or parameters: names at the left, values as they are at the right. */
export function NameValues({ title, rows, none }: NameValuesProps) {
  if (rows.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        {none}
      </Text>
    );
  }
  return (
    <Table aria-label={title} layout="fixed" verticalSpacing={2}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="34%">{title}</Table.Th>
          <Table.Th>value</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, value], at) => (
          // The same name may stand several times, so the place tells them apart.
          <Table.Tr key={at}>
            <Table.Td className="mono">{name}</Table.Td>
            <Table.Td className="mono">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
