import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import type { ChosenCalls } from './chosen-calls.ts';

/** How many calls are chosen, and what can be done with them. */
export function ChosenBar({
  chosen,
  children,
}: {
  readonly chosen: ChosenCalls;
  readonly children?: ReactNode;
}) {
  const { size } = chosen.ids;
  return (
    <>
      <span role="status" className="visually-hidden">
        {size === 0 ? '' : `${formatCount(size)} chosen`}
      </span>
      {size > 0 && (
        <Group gap="xs" mb="xs" role="group" aria-label="Chosen calls">
          <Text size="xs" fw={600}>
            {formatCount(size)} chosen
          </Text>
          {children}
          <CopyButton text={[...chosen.ids].join('\n')} label="Copy ids" />
          <Button variant="subtle" onClick={chosen.clear}>
            Clear
          </Button>
        </Group>
      )}
    </>
  );
}
