import { Table } from '@mantine/core';

interface Column {
  readonly name: string;
  /** Can be read elsewhere: it is left out where there is little room. */
  readonly isSpare?: boolean;
  readonly isNumber?: boolean;
  /** What it counts, where its name alone does not say so. */
  readonly meaning?: string;
}

interface TableHeadProps {
  /** A name alone is a column of words that is always there. */
  readonly columns: readonly (string | Column)[];
}

/** The names of the columns of a list whose last one holds what can be done to a row. */
export function TableHead({ columns }: TableHeadProps) {
  return (
    <Table.Thead>
      <Table.Tr>
        {columns.map((column) => {
          const { name, isSpare, isNumber, meaning }: Column =
            typeof column === 'string' ? { name: column } : column;
          return (
            <Table.Th
              key={name}
              ta={isNumber ? 'right' : undefined}
              title={meaning}
              data-spare={isSpare || undefined}
            >
              {name}
            </Table.Th>
          );
        })}
        <Table.Th>
          <span className="visually-hidden">Actions</span>
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
  );
}

/** A column that can be read elsewhere. */
export const spare = (name: string): Column => ({ name, isSpare: true });
