import { ActionIcon, Button, Checkbox, Popover, Stack } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { type ColumnName, columnNames, isSeldom, usualColumns } from './log-columns.ts';

interface ColumnsMenuProps {
  readonly columns: readonly ColumnName[];
  readonly onChange: (columns: readonly ColumnName[]) => void;
}

/** Which columns the log shows; where it is narrow, the less important of them give way. */
export function ColumnsMenu({ columns, onChange }: ColumnsMenuProps) {
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size="sm" aria-label="Columns" title="Columns">
          <Columns3 size={13} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap={6}>
          {columnNames.map((name) => (
            <Checkbox
              key={name}
              label={name}
              description={isSeldom(name) ? 'shown once a call has one' : undefined}
              checked={columns.includes(name)}
              disabled={columns.length === 1 && columns.includes(name)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(columnNames.filter((one) => (one === name ? checked : columns.includes(one))))
              }
            />
          ))}
          <Button variant="subtle" onClick={() => onChange(usualColumns)}>
            The usual ones
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
