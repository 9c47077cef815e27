import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { ListTable } from '#renderer/ui/ListTable.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { spare, TableHead } from '#renderer/ui/TableHead.tsx';
import type { EnvironmentPlace } from '#shared/contract/environment.ts';
import styles from './Environment.module.css';
import { UsedBy } from './UsedBy.tsx';

type Named = Pick<EnvironmentPlace, 'name' | 'usedBy' | 'changedAt' | 'changedBy'>;

interface NamedTableProps<T extends Named> {
  readonly title: string;
  /** Above what tells one from another beside its name. */
  readonly head: string;
  readonly rows: readonly T[];
  readonly show: (row: T) => ReactNode;
  /** What stands on the button that changes one. */
  readonly change: (row: T) => string;
  readonly onChange: (row: T) => void;
  readonly onDelete: (name: string) => void;
}

/** What workflows know by a name: what it is, who uses it, who changed it last. */
export function NamedTable<T extends Named>(props: NamedTableProps<T>) {
  const { title, head, rows, show, change, onChange, onDelete } = props;
  const byRole = useReasonAgainst('designer');
  return (
    <ListTable aria-label={title}>
      <TableHead columns={['Name', head, 'Used by', spare('Changed')]} />
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.name}>
            <Table.Td>
              <code>{row.name}</code>
            </Table.Td>
            <Table.Td className={styles.value}>{show(row)}</Table.Td>
            <Table.Td>
              <UsedBy users={row.usedBy} />
            </Table.Td>
            <Table.Td data-spare>
              {formatDateTime(row.changedAt)} <span className="quiet">by {row.changedBy}</span>
            </Table.Td>
            <Table.Td className={styles.actions}>
              <ReasonedButton
                size="compact-xs"
                variant="subtle"
                reason={byRole}
                aria-label={`${change(row)} ${row.name}`}
                onClick={() => onChange(row)}
              >
                {change(row)}
              </ReasonedButton>
              <ReasonedButton
                size="compact-xs"
                variant="subtle"
                color="red"
                reason={byRole}
                aria-label={`Delete ${row.name}`}
                onClick={() => onDelete(row.name)}
              >
                Delete
              </ReasonedButton>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ListTable>
  );
}
