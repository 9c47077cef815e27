// What can be done with several calls: those that were chosen, or all that fit a filter.
import { Button, Group } from '@mantine/core';
import { GitCompare, Repeat } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import type { CallSelection } from '#shared/model/replay.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { ReplayDialog } from './ReplayDialog.tsx';

export function SelectionActions({ selection }: { readonly selection: CallSelection }) {
  const byRole = useReasonAgainst('designer');
  const [isReplaying, setReplaying] = useState(false);
  const pair = 'ids' in selection && selection.ids.length === 2 ? selection.ids : null;
  return (
    <Group gap={4} wrap="nowrap">
      <ReasonedButton
        variant="default"
        size="compact-xs"
        reason={byRole}
        leftSection={<Repeat size={13} aria-hidden />}
        onClick={() => setReplaying(true)}
      >
        Replay
      </ReasonedButton>
      <ExportMenu selection={selection} />
      {pair !== null && (
        <Button
          component={Link}
          href={`/compare/${pair.join('/')}`}
          variant="default"
          size="compact-xs"
          leftSection={<GitCompare size={13} aria-hidden />}
        >
          Compare
        </Button>
      )}
      {isReplaying && <ReplayDialog selection={selection} onClose={() => setReplaying(false)} />}
    </Group>
  );
}
