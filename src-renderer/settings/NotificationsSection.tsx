// What people are told of: the rules, and how the channels of each do.
import { Group, Loader, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { client } from '#renderer/app/client.ts';
import { orpc } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { ListTable } from '#renderer/ui/ListTable.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { spare, TableHead } from '#renderer/ui/TableHead.tsx';
import { DeleteNamedDialog } from '#renderer/ui/DeleteNamedDialog.tsx';
import type { NotificationRulePlace } from '#shared/contract/notifications.ts';
import type { NotificationRule } from '#shared/model/notification.ts';
import { durationText } from '#shared/model/notification-words.ts';
import { ChannelStates } from './ChannelStates.tsx';
import { RuleDialog } from './RuleDialog.tsx';
import { conditionText } from './rule-words.ts';
import { useLanding } from './use-landing.ts';

const stateEveryMs = 5_000;

export function NotificationsSection() {
  const rules = useQuery(orpc.notifications.rules.queryOptions({ refetchInterval: stateEveryMs }));
  const byRole = useReasonAgainst('operator');
  const heading = useLanding('notifications');
  const [asked, setAsked] = useState<NotificationRule | 'new' | null>(null);
  const [deleting, setDeleting] = useState<string | null>(null);
  return (
    <Section title="Notifications" heading={heading}>
      <Group justify="space-between" maw={760} wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed" maw={560}>
          What rules find is listed behind the bell. Channels tell it to those who look elsewhere; names,
          counts and links only, nothing of a body and no secret.
        </Text>
        <ReasonedButton
          variant="default"
          reason={byRole}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setAsked('new')}
          style={{ flexShrink: 0 }}
        >
          New rule
        </ReasonedButton>
      </Group>
      {rules.error && <ProblemNote error={rules.error} />}
      {!rules.data && !rules.error && <Loader size="sm" aria-label="Loading" />}
      {rules.data?.length === 0 && <Text size="xs">No rule: nobody is told of anything.</Text>}
      {rules.data !== undefined && rules.data.length > 0 && (
        <RuleTable places={rules.data} byRole={byRole} onChange={setAsked} onDelete={setDeleting} />
      )}
      <RuleDialog
        asked={asked}
        taken={rules.data?.map(({ rule }) => rule.name) ?? []}
        onClose={() => setAsked(null)}
      />
      <DeleteNamedDialog
        name={deleting}
        text="It tells nothing more. What it told stays in the list."
        remove={client.notifications.remove}
        changed={orpc.notifications.key()}
        onClose={() => setDeleting(null)}
      />
    </Section>
  );
}

interface RuleTableProps {
  readonly places: readonly NotificationRulePlace[];
  readonly byRole: string | null;
  readonly onChange: (rule: NotificationRule) => void;
  readonly onDelete: (name: string) => void;
}

function RuleTable({ places, byRole, onChange, onDelete }: RuleTableProps) {
  return (
    <ListTable maw={1000} aria-label="Rules of notifications" verticalSpacing={4}>
      <TableHead columns={['Name', 'Tells when', spare('Integration'), 'Channels', spare('Quiet for')]} />
      <Table.Tbody>
        {places.map(({ rule, channels, isIntegrationGone }) => (
          <Table.Tr key={rule.name}>
            <Table.Td style={{ overflowWrap: 'break-word', maxWidth: 220 }}>
              {rule.name}
              {!rule.enabled && <div className="quiet">off</div>}
            </Table.Td>
            <Table.Td>{conditionText(rule)}</Table.Td>
            <Table.Td style={{ overflowWrap: 'break-word', maxWidth: 220 }} data-spare>
              {rule.integration ?? 'all'}
              {isIntegrationGone && (
                <Text size="xs" c="red">
                  was deleted: the rule finds nothing
                </Text>
              )}
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <ChannelStates channels={channels} />
            </Table.Td>
            <Table.Td style={{ whiteSpace: 'nowrap' }} data-spare>
              {durationText(rule.quietMinutes * 60)}
            </Table.Td>
            <Table.Td ta="right">
              <ReasonedButton
                variant="subtle"
                size="compact-xs"
                reason={byRole}
                aria-label={`Change ${rule.name}`}
                onClick={() => onChange(rule)}
              >
                Change
              </ReasonedButton>
              <ReasonedButton
                variant="subtle"
                color="red"
                size="compact-xs"
                reason={byRole}
                aria-label={`Delete ${rule.name}`}
                onClick={() => onDelete(rule.name)}
              >
                Delete
              </ReasonedButton>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ListTable>
  );
}
