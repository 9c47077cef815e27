// The Versions tab: every save, and the way back to one.
import { Button, Group, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Integration } from '#shared/model/integration.ts';
import { orpc } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatDateTime } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { RowsInSight } from '#renderer/ui/RowsInSight.tsx';
import { TableHead } from '#renderer/ui/TableHead.tsx';
import { CompareVersions } from './CompareVersions.tsx';
import { VersionView } from './VersionView.tsx';

interface VersionsTabProps {
  readonly id: string;
  readonly hasChanges: boolean;
  readonly onRestored: (integration: Integration, from: number) => void;
}

export function VersionsTab({ id, hasChanges, onRestored }: VersionsTabProps) {
  const versions = useQuery(orpc.integrations.versions.queryOptions({ input: { id } }));
  const known = versions.data ?? [];
  // The page may have begun from an older one.
  const live = known[0]?.version;
  const restore = useMutation(orpc.integrations.restore.mutationOptions());
  const byRole = useReasonAgainst('designer');
  const [looked, setLooked] = useState<number | null>(null);
  const [compared, setCompared] = useState<number | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const bringBack = (version: number) => {
    setAsked(null);
    restore.mutate(
      { id, version },
      {
        onSuccess: ({ integration }) => {
          onRestored(integration, version);
          void versions.refetch();
        },
      },
    );
  };
  return (
    <>
      {versions.error && <ProblemNote error={versions.error} />}
      {restore.error && <ProblemNote error={restore.error} />}
      <Table maw={720} highlightOnHover aria-rowcount={known.length + 1}>
        <TableHead columns={['Version', 'Saved', 'By', 'Note']} />
        <RowsInSight
          rows={known}
          idOf={({ version }) => String(version)}
          wide={({ savedBy }) => [savedBy ?? '']}
        >
          {({ version, savedAt, savedBy, restoredFrom }, index) => (
            <Table.Tr aria-rowindex={index + 2}>
              <Table.Td>v{version}</Table.Td>
              <Table.Td>{formatDateTime(savedAt)}</Table.Td>
              <Table.Td>{savedBy ?? ''}</Table.Td>
              <Table.Td>
                {version === live ? 'live now' : ''}
                {version === live && restoredFrom !== null ? ', ' : ''}
                {restoredFrom === null ? '' : `version ${restoredFrom} brought back`}
              </Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end">
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={`Look at version ${version}`}
                    onClick={() => setLooked(version)}
                  >
                    Look
                  </Button>
                  {known.length > 1 && (
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={`Compare version ${version}`}
                      onClick={() => setCompared(version)}
                    >
                      Compare
                    </Button>
                  )}
                  {version !== live && (
                    <ReasonedButton
                      variant="default"
                      size="compact-xs"
                      aria-label={`Restore version ${version}`}
                      reason={byRole}
                      onClick={() => setAsked(version)}
                    >
                      Restore
                    </ReasonedButton>
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          )}
        </RowsInSight>
      </Table>
      <Dialog
        title={`Version ${looked ?? ''}`}
        opened={looked !== null}
        onClose={() => setLooked(null)}
        size="lg"
      >
        {looked !== null && <VersionView id={id} version={looked} />}
      </Dialog>
      <Dialog title="What changed" opened={compared !== null} onClose={() => setCompared(null)} size="xl">
        {compared !== null && <CompareVersions id={id} version={compared} versions={known} />}
      </Dialog>
      <Dialog
        title={`Restore version ${asked ?? ''}`}
        opened={asked !== null}
        onClose={() => setAsked(null)}
        size="sm"
      >
        <Text mb="md">
          It is saved as a new version and answers calls at once. API keys stay as they are now.
          {hasChanges ? ' The changes that are not saved are dropped.' : ''}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => setAsked(null)}>
            Cancel
          </Button>
          <Button data-autofocus onClick={() => asked !== null && bringBack(asked)}>
            Restore
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
