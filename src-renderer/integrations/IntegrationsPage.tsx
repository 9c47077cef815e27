// The start screen: all integrations, found by typing.
import { Anchor, Button, Code, Loader, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { orpc } from '#renderer/app/queries.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { FilterField } from '#renderer/ui/FilterField.tsx';
import { formatNumberOf } from '#renderer/ui/format.ts';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { matches, rowOf } from './integration-row.ts';

const newPlace = '/integrations/new';

export function IntegrationsPage() {
  const list = useQuery(orpc.integrations.list.queryOptions());
  const [sought, setSought] = useState('');
  const rows = list.data?.map(rowOf) ?? [];
  const found = rows.filter((row) => matches(row, sought));
  return (
    <>
      <PageHead
        title="Integrations"
        beside={rows.length > 0 && <Text c="dimmed">{formatNumberOf(rows.length, 'integration')}</Text>}
      >
        {rows.length > 0 && <FilterField label="Filter integrations" value={sought} onChange={setSought} />}
        <NewButton label="New integration" icon={<Plus size={14} aria-hidden />} />
      </PageHead>
      {list.error && <ProblemNote error={list.error} />}
      {list.isPending && <Loader size="sm" aria-label="Loading" />}
      {list.data?.length === 0 && (
        <EmptyState
          title="No integrations yet"
          text={
            <>
              An integration has an address that others call, and a workflow that each call runs. To begin
              with the examples, start Hookline with <Code>npm start -- --examples</Code>.
            </>
          }
        >
          <NewButton label="Create an integration" />
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={720} scrollAreaProps={{ type: 'auto' }}>
          <Table highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Address</Table.Th>
                <Table.Th>Methods</Table.Th>
                <Table.Th>Authentication</Table.Th>
                <Table.Th>Delivery</Table.Th>
                <Table.Th>Response</Table.Th>
                <Table.Th>State</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map((row) => (
                <Table.Tr key={row.id}>
                  <Table.Td>
                    <Anchor component={Link} to={`/integrations/${row.id}`} size="xs" fw={600}>
                      {row.name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td className="mono">{row.address}</Table.Td>
                  <Table.Td>{row.methods}</Table.Td>
                  <Table.Td>
                    {row.isOpen ? (
                      <StateBadge tone="refused" text={row.authentication} />
                    ) : (
                      row.authentication
                    )}
                  </Table.Td>
                  <Table.Td>{row.delivery}</Table.Td>
                  <Table.Td>{row.response}</Table.Td>
                  <Table.Td>
                    <StateBadge
                      tone={row.enabled ? 'good' : 'off'}
                      text={row.enabled ? 'enabled' : 'disabled'}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Text role="status" c="dimmed">
        {rows.length > 0 && found.length === 0 ? `No integration fits “${sought}”.` : ''}
      </Text>
    </>
  );
}

function NewButton({ label, icon }: { readonly label: string; readonly icon?: ReactNode }) {
  const reason = useReasonAgainst('designer');
  return reason === null ? (
    <Button component={Link} to={newPlace} leftSection={icon}>
      {label}
    </Button>
  ) : (
    <ReasonedButton reason={reason} leftSection={icon}>
      {label}
    </ReasonedButton>
  );
}
