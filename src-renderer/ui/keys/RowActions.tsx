import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';

/** Something that is seldom done, in the menu of a row. */
interface More {
  readonly label: string;
  readonly onClick: () => void;
}

interface RowActionsProps {
  readonly of: { readonly label: string; readonly enabled?: boolean | undefined };
  /** What its value is called, and how to have it; null where nobody can. */
  readonly copy: { readonly what: string; readonly value: () => Promise<string> } | null;
  /** Why this person may only look at it, and not at its value; null where they may do all of it. */
  readonly byRole: string | null;
  readonly onRelabel: () => void;
  readonly onEnable: (enabled: boolean) => void;
  readonly onDelete: () => void;
  readonly more?: readonly More[];
}

/** What can be done to the key, the user or the secret of a row, named with its label. */
export function RowActions({
  of: { label, enabled = true },
  copy,
  byRole,
  onRelabel,
  onEnable,
  onDelete,
  more = [],
}: RowActionsProps) {
  return (
    <Group gap={4} justify="flex-end">
      {copy !== null && (
        <CopyButton name={`Copy the ${copy.what} ${label}`} text={copy.value} reason={byRole} />
      )}
      {byRole === null && (
        <>
          <RowButton label="Edit label" of={label} onClick={onRelabel} />
          <RowButton label={enabled ? 'Disable' : 'Enable'} of={label} onClick={() => onEnable(!enabled)} />
          <RowButton label="Delete" of={label} onClick={onDelete} />
          {more.length > 0 && (
            <Menu>
              <Menu.Target>
                <ActionIcon variant="default" size="sm" aria-label={`More: ${label}`}>
                  <Ellipsis size={14} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {more.map((item) => (
                  <Menu.Item key={item.label} onClick={item.onClick}>
                    {item.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      )}
    </Group>
  );
}

function RowButton({ label, of, onClick }: { label: string; of: string; onClick: () => void }) {
  return (
    <Button variant="default" size="compact-xs" aria-label={`${label}: ${of}`} onClick={onClick}>
      {label}
    </Button>
  );
}
