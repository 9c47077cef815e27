// Who may sign in to the screens and the admin API beside the installation's own token.
import { Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { ListTable } from '#renderer/ui/ListTable.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { spare, TableHead } from '#renderer/ui/TableHead.tsx';
import type { AccessToken } from '#shared/model/access.ts';
import { AddTokenDialog } from './AddTokenDialog.tsx';
import { RevokeTokenDialog } from './RevokeTokenDialog.tsx';

export function AccessSection({ adminUrl }: { readonly adminUrl: string | null }) {
  const byRole = useReasonAgainst('operator');
  const tokens = useQuery(orpc.access.list.queryOptions({ enabled: byRole === null }));
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<AccessToken | null>(null);
  return (
    <Section title="Access tokens">
      <Group justify="space-between" maw={760} wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed" maw={560}>
          For people and programs that sign in to the screens and the admin API of the service. The token in
          the data folder may do everything; these may do what their role says.
        </Text>
        <ReasonedButton
          variant="default"
          reason={byRole}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
          style={{ flexShrink: 0 }}
        >
          Add token
        </ReasonedButton>
      </Group>
      {tokens.error && <ProblemNote error={tokens.error} />}
      {byRole !== null && <Text size="xs">{byRole}</Text>}
      {tokens.data?.length === 0 && <Text size="xs">None yet.</Text>}
      {tokens.data !== undefined && tokens.data.length > 0 && (
        <TokenTable tokens={tokens.data} onRevoke={setLeaving} />
      )}
      <AddTokenDialog opened={adding} adminUrl={adminUrl} onClose={() => setAdding(false)} />
      <RevokeTokenDialog token={leaving} onClose={() => setLeaving(null)} />
    </Section>
  );
}

function TokenTable({
  tokens,
  onRevoke,
}: {
  readonly tokens: readonly AccessToken[];
  readonly onRevoke: (token: AccessToken) => void;
}) {
  return (
    <ListTable maw={760} aria-label="Access tokens" verticalSpacing={2}>
      <TableHead columns={['Label', 'Role', spare('Made'), 'Accepted until']} />
      <Table.Tbody>
        {tokens.map((token) => (
          <Table.Tr key={token.id}>
            <Table.Td>{token.label}</Table.Td>
            <Table.Td>{token.role}</Table.Td>
            <Table.Td data-spare>{formatDateTime(token.createdAt)}</Table.Td>
            <Table.Td>
              <Until token={token} />
            </Table.Td>
            <Table.Td ta="right">
              <ReasonedButton
                variant="default"
                size="compact-xs"
                reason={null}
                aria-label={`Revoke: ${token.label}`}
                onClick={() => onRevoke(token)}
              >
                Revoke
              </ReasonedButton>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ListTable>
  );
}

function Until({ token: { expiresAt } }: { readonly token: AccessToken }) {
  const nowMs = useNow(60_000);
  if (expiresAt === null) return 'no end';
  return Date.parse(expiresAt) < nowMs ? (
    <StateBadge tone="off" text={`over since ${formatDateTime(expiresAt)}`} />
  ) : (
    formatDateTime(expiresAt)
  );
}
