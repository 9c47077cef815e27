// The start screen: all integrations, found by typing.
import { ActionIcon, Anchor, Button, Loader, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Download, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { exportIntegration } from '#renderer/app/export-integration.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { forgetFile, importPlace } from '#renderer/app/window-commands.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { orpc } from '#renderer/app/queries.ts';
import { FilterField } from '#renderer/ui/FilterField.tsx';
import { formatNumberOf } from '#renderer/ui/format.ts';
import { ListTable } from '#renderer/ui/ListTable.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { RowsInSight } from '#renderer/ui/RowsInSight.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { spare, TableHead } from '#renderer/ui/TableHead.tsx';
import { FirstRun } from './FirstRun.tsx';
import { matches, rowOf } from './integration-row.ts';

const newPlace = '/integrations/new';

export function IntegrationsPage() {
  const list = useQuery(orpc.integrations.summaries.queryOptions());
  const [sought, setSought] = useState('');
  const exported = useMutation({ mutationFn: exportIntegration });
  const rows = list.data?.map(rowOf) ?? [];
  const found = rows.filter((row) => matches(row, sought));
  return (
    <>
      <PageHead
        title="Integrations"
        beside={rows.length > 0 && <Text c="dimmed">{formatNumberOf(rows.length, 'integration')}</Text>}
      >
        {rows.length > 0 && <FilterField label="Filter integrations" value={sought} onChange={setSought} />}
        <WayTo to={importPlace} label="Import…" variant="default" onClick={forgetFile} />
        <WayTo to={newPlace} label="New integration" icon={<Plus size={14} aria-hidden />} />
      </PageHead>
      {list.error && <ProblemNote error={list.error} />}
      {exported.error && <ProblemNote error={exported.error} />}
      {list.isPending && <Loader size="sm" aria-label="Loading" />}
      {list.data?.length === 0 && <FirstRun newPlace={newPlace} />}
      {rows.length > 0 && (
        <ListTable highlightOnHover aria-rowcount={found.length + 1}>
          <TableHead
            columns={[
              'Name',
              spare('Address'),
              spare('Methods'),
              'Authentication',
              spare('Delivery'),
              spare('Response'),
              'State',
            ]}
          />
          <RowsInSight
            rows={found}
            idOf={({ id }) => id}
            wide={({ name, methods, authentication }) => [name, methods, authentication]}
          >
            {(row, index) => (
              <Table.Tr aria-rowindex={index + 2}>
                <Table.Td>
                  <Anchor component={Link} to={`/integrations/${row.id}`} size="xs" fw={600}>
                    {row.name}
                  </Anchor>
                </Table.Td>
                <Table.Td className="mono" data-spare>
                  {row.address}
                </Table.Td>
                <Table.Td data-spare>{row.methods}</Table.Td>
                <Table.Td>
                  {row.isOpen ? <StateBadge tone="refused" text={row.authentication} /> : row.authentication}
                </Table.Td>
                <Table.Td data-spare>{row.delivery}</Table.Td>
                <Table.Td data-spare>{row.response}</Table.Td>
                <Table.Td>
                  <StateBadge
                    tone={row.enabled ? 'good' : 'off'}
                    text={row.enabled ? 'enabled' : 'disabled'}
                  />
                </Table.Td>
                <Table.Td>
                  <ActionIcon
                    aria-label={`Export: ${row.name}`}
                    title="Export as a file, without secrets"
                    onClick={() => exported.mutate(row)}
                  >
                    <Download size={14} aria-hidden />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            )}
          </RowsInSight>
        </ListTable>
      )}
      <Text role="status" c="dimmed">
        {rows.length > 0 && found.length === 0 ? `No integration fits “${sought}”.` : ''}
      </Text>
    </>
  );
}

interface WayProps {
  readonly to: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly variant?: 'default';
  readonly onClick?: () => void;
}

/** A link for whoever may go there, and for the others why they may not. */
function WayTo({ to, label, icon, variant, onClick }: WayProps) {
  const reason = useReasonAgainst('designer');
  return reason === null ? (
    <Button component={Link} to={to} variant={variant} leftSection={icon} onClick={onClick}>
      {label}
    </Button>
  ) : (
    <ReasonedButton reason={reason} variant={variant} leftSection={icon}>
      {label}
    </ReasonedButton>
  );
}
