import { ActionIcon, Anchor, Group, Loader, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Maximize2, X } from 'lucide-react';
import { Link } from 'wouter';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { CallDetailView, type DrawActions } from './CallDetailView.tsx';
import { useCall } from './use-call.ts';

interface CallDetailPaneProps {
  readonly id: string;
  readonly actions?: DrawActions;
  readonly onClose: () => void;
}

/** One call beside the list it was opened from. */
export function CallDetailPane({ id, actions, onClose }: CallDetailPaneProps) {
  const { data: call, error } = useCall(id);
  useHotkeys([['Escape', onClose]]);
  return (
    <aside aria-label="Call">
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={2}>{call ? `${call.method} ${call.integration ?? call.path}` : 'Call'}</Title>
        <Group gap={2} wrap="nowrap">
          <Anchor
            component={Link}
            href={`/calls/${id}`}
            aria-label="Open as a page"
            title="Open as a page"
            c="dimmed"
            px={6}
          >
            <Maximize2 size={14} aria-hidden />
          </Anchor>
          <ActionIcon aria-label="Close the call" title="Close (Escape)" onClick={onClose}>
            <X size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {error && <ProblemNote error={error} />}
      {call ? (
        <CallDetailView call={call} actions={actions} />
      ) : (
        !error && <Loader size="sm" aria-label="Loading" />
      )}
    </aside>
  );
}
