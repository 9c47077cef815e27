import { ActionIcon, Anchor, Group, Menu, Table } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { client } from '#renderer/app/client.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { useKeyDescription } from '#renderer/app/use-key-description.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { formatDay } from '#renderer/ui/format.ts';
import { EditLabelDialog } from '#renderer/ui/keys/EditLabelDialog.tsx';
import { ExpiryDialog } from '#renderer/ui/keys/ExpiryDialog.tsx';
import { KeyUseCells, LimitWords, PreviousValue, RowButton } from '#renderer/ui/keys/key-cells.tsx';
import { keyState } from '#renderer/ui/keys/key-state.ts';
import { LimitsDialog } from '#renderer/ui/keys/LimitsDialog.tsx';
import { RotateDialog } from '#renderer/ui/keys/RotateDialog.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import type { ConsumerPlace } from '#shared/contract/consumers.ts';
import { DeleteConsumerDialog } from './DeleteConsumerDialog.tsx';
import { useSaveConsumer } from './use-save-consumer.ts';

interface ConsumerRowProps {
  readonly consumer: ConsumerPlace;
  /** The labels of the others. */
  readonly others: readonly string[];
  readonly nowMs: number;
}

/** A consumer with what may be done to it; what was refused is said below. */
export function ConsumerRow({ consumer, others, nowMs }: ConsumerRowProps) {
  const { id, label, hint, enabled, expiresAt, previous, previousUse, isShownOnce, use, usedBy } = consumer;
  const [asked, setAsked] = useState<'label' | 'expiry' | 'limits' | 'rotate' | 'delete' | null>(null);
  const { change, remove, error } = useSaveConsumer(consumer);
  const byRole = useReasonAgainst('designer');
  const description = useKeyDescription();
  const close = () => setAsked(null);
  const isPreviousAlive = previous !== null && Date.parse(previous.until) > nowMs;
  return (
    <>
      <Table.Tr>
        <Table.Td>
          {label}
          <LimitWords of={consumer} />
        </Table.Td>
        <Table.Td className="mono">{hint}</Table.Td>
        <Table.Td>
          <StateBadge {...keyState({ enabled, expiresAt }, nowMs)} />
        </Table.Td>
        <KeyUseCells use={use} nowMs={nowMs} />
        <Table.Td style={{ whiteSpace: 'nowrap' }}>
          {expiresAt === null ? 'never' : formatDay(expiresAt)}
        </Table.Td>
        <Table.Td>
          {usedBy.length === 0 && <span className="quiet">no trigger</span>}
          <Group gap="2px 8px">
            {usedBy.map((trigger) => (
              <Anchor key={trigger.id} component={Link} href={`/integrations/${trigger.id}`} size="xs">
                {trigger.name}
              </Anchor>
            ))}
          </Group>
        </Table.Td>
        <Table.Td>
          <Group gap={4} justify="flex-end" wrap="nowrap">
            {!isShownOnce && (
              <CopyButton
                name={`Copy the key ${label}`}
                text={async () => (await client.integrations.revealKey({ id })).key}
                reason={byRole}
              />
            )}
            {byRole === null && (
              <>
                <RowButton label="Edit label" of={label} onClick={() => setAsked('label')} />
                <RowButton
                  label={enabled ? 'Disable' : 'Enable'}
                  of={label}
                  onClick={() => change({ enabled: !enabled })}
                />
                <RowButton label="Delete" of={label} onClick={() => setAsked('delete')} />
                <Menu>
                  <Menu.Target>
                    <ActionIcon variant="default" size="sm" aria-label={`More: ${label}`}>
                      <Ellipsis size={14} aria-hidden />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item onClick={() => setAsked('expiry')}>Expiry…</Menu.Item>
                    <Menu.Item onClick={() => setAsked('limits')}>Limits…</Menu.Item>
                    <Menu.Item onClick={() => setAsked('rotate')}>Rotate…</Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              </>
            )}
          </Group>
          <EditLabelDialog
            label={asked === 'label' ? label : null}
            others={others}
            onClose={close}
            onChange={(changed) => change({ label: changed })}
          />
          <ExpiryDialog
            of={asked === 'expiry' ? consumer : null}
            onClose={close}
            onChange={(changed) => change({ expiresAt: changed })}
          />
          <LimitsDialog of={asked === 'limits' ? consumer : null} onClose={close} onChange={change} />
          <RotateDialog
            of={asked === 'rotate' ? consumer : null}
            description={description}
            onClose={close}
            onRotate={change}
          />
          <DeleteConsumerDialog
            label={asked === 'delete' ? label : null}
            onClose={close}
            onConfirmed={() => remove()}
          />
        </Table.Td>
      </Table.Tr>
      <PreviousValue
        previous={isPreviousAlive ? previous : null}
        use={previousUse ?? undefined}
        nowMs={nowMs}
      />
      {error && (
        <Table.Tr>
          <Table.Td colSpan={8}>
            <ProblemNote error={error} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
