import { Group, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** The head of a page: its one title, what stands beside it, and its actions at the right. */
export function PageHead({
  title,
  beside,
  children,
}: {
  title: string;
  beside?: ReactNode;
  children?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Hookline`;
  }, [title]);
  return (
    <Group justify="space-between" mih={40} gap="sm" mb="xs">
      <Group gap="sm">
        <Title order={1} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        {beside}
      </Group>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
