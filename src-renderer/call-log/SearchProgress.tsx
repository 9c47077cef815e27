import { Button, Group, Progress, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { formatCount } from '#renderer/ui/format.ts';
import type { Log } from './log.ts';

/** How far a search is that takes a while, and a way to end it. */
export function SearchProgress({ log: { store, stop, older } }: { readonly log: Log }) {
  const progress = useStore(store, (state) => state.progress);
  const found = useStore(store, (state) => (state.progress === null ? 0 : state.rows.length));
  if (progress === null) return null;
  const { scanned, of, isStopped = false } = progress;
  const text = `Searched ${formatCount(scanned)} of ${formatCount(of)} calls, ${formatCount(found)} found`;
  return (
    <Group gap="xs" mb="xs">
      <Progress
        value={of === 0 ? 100 : (100 * scanned) / of}
        size="sm"
        w={160}
        aria-label="How much of the log is searched"
      />
      <Text size="xs" c="dimmed">
        {text}
      </Text>
      <Button variant="subtle" size="compact-xs" onClick={isStopped ? older : stop}>
        {isStopped ? 'Search on' : 'Stop'}
      </Button>
    </Group>
  );
}
