import { ActionIcon, Button, Group, Input, Menu, Table, Text } from '@mantine/core';
import { Ellipsis, Plus } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useFieldArray, useFormState, useWatch } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { useKeyDescription } from '#renderer/app/use-key-description.ts';
import { client } from '#renderer/app/client.ts';
import { formatDay } from '#renderer/ui/format.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { messageAt } from '#renderer/ui/message-at.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { ConsumersField } from './ConsumersField.tsx';
import { AddKeyDialog } from './AddKeyDialog.tsx';
import { EditLabelDialog } from '#renderer/ui/keys/EditLabelDialog.tsx';
import { ExpiryDialog } from '#renderer/ui/keys/ExpiryDialog.tsx';
import { KeyUseCells, LimitWords, PreviousValue, RowButton } from '#renderer/ui/keys/key-cells.tsx';
import { useKeyUses } from './use-key-uses.ts';
import { LimitsDialog } from '#renderer/ui/keys/LimitsDialog.tsx';
import { RotateDialog } from '#renderer/ui/keys/RotateDialog.tsx';
import { hintOf, isCopyable, previousOf, stateOf, type KeptKeys, type KeyDraft } from './key-rows.ts';

interface ApiKeysTableProps {
  readonly form: DraftForm;
  /** Of the authentication in the form. */
  readonly path: string;
  readonly keptKeys: KeptKeys;
}

export function ApiKeysTable({ form, path, keptKeys }: ApiKeysTableProps) {
  // Where it is one of several kinds, its place is not known before.
  const list = `${path}.keys` as 'trigger.authentication.keys';
  const others = `${path}.consumers` as 'trigger.authentication.consumers';
  const keys = useFieldArray({
    control: form.control,
    name: list,
    keyName: 'rowId',
  });
  const byRole = useReasonAgainst('designer');
  // Other kinds of authentication have a list of this name too.
  const rows = keys.fields as readonly (KeyDraft & { readonly rowId: string })[];
  const [adding, setAdding] = useState(false);
  const [relabelled, setRelabelled] = useState<number | null>(null);
  const [expiring, setExpiring] = useState<number | null>(null);
  const [limited, setLimited] = useState<number | null>(null);
  const [rotated, setRotated] = useState<number | null>(null);
  const nowMs = useNow(10_000);
  const uses = useKeyUses();
  const description = useKeyDescription();
  const { errors } = useFormState({ control: form.control, name: 'trigger.authentication' });
  const consumers = useWatch({ control: form.control, name: others }) ?? [];
  const labels = keys.fields.map(({ label }) => label);
  function change(at: number, differences: Partial<KeyDraft>): void {
    const changed = form.getValues(list)[at];
    if (changed) keys.update(at, { ...changed, ...differences });
  }
  return (
    <>
      <Group justify="space-between">
        <Text fw={600}>ApiKeys</Text>
        <Button
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Add New Key
        </Button>
      </Group>
      {keys.fields.length === 0 ? (
        consumers.length === 0 && (
          <Text c="dimmed">No key yet: every call is refused until there is one.</Text>
        )
      ) : (
        <Table.ScrollContainer minWidth={760} scrollAreaProps={{ type: 'auto' }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Label</Table.Th>
                <Table.Th>Key</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th>Last used</Table.Th>
                <Table.Th ta="right" title="Of the last 30 days">
                  Calls
                </Table.Th>
                <Table.Th>Expires</Table.Th>
                <Table.Th>
                  <span className="visually-hidden">Actions</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ rowId, ...key }, at) => (
                <Fragment key={rowId}>
                  <Table.Tr>
                    <Table.Td>
                      {key.label}
                      <LimitWords of={key} />
                      <Input.Error size="xs">
                        {messageAt(errors, `${list}.${at}.label`) ??
                          messageAt(errors, `${list}.${at}.key`) ??
                          messageAt(errors, `${list}.${at}`)}
                      </Input.Error>
                    </Table.Td>
                    <Table.Td className="mono">{hintOf(key, keptKeys)}</Table.Td>
                    <Table.Td>
                      <StateBadge {...stateOf(key, keptKeys, nowMs)} />
                    </Table.Td>
                    <KeyUseCells use={uses.get(key.id ?? '')} nowMs={nowMs} />
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>
                      {typeof key.expiresAt === 'string' ? formatDay(key.expiresAt) : 'never'}
                    </Table.Td>
                    <Table.Td>
                      <Group gap={4} justify="flex-end" wrap="nowrap">
                        {isCopyable(key, keptKeys) && (
                          <CopyButton
                            name={`Copy the key ${key.label}`}
                            text={() => valueOf(key)}
                            reason={byRole}
                          />
                        )}
                        <RowButton label="Edit label" of={key.label} onClick={() => setRelabelled(at)} />
                        <RowButton
                          label={key.enabled === false ? 'Enable' : 'Disable'}
                          of={key.label}
                          onClick={() => change(at, { enabled: key.enabled === false })}
                        />
                        <RowButton label="Delete" of={key.label} onClick={() => keys.remove(at)} />
                        <Menu>
                          <Menu.Target>
                            <ActionIcon variant="default" size="sm" aria-label={`More: ${key.label}`}>
                              <Ellipsis size={14} aria-hidden />
                            </ActionIcon>
                          </Menu.Target>
                          <Menu.Dropdown>
                            <Menu.Item onClick={() => setExpiring(at)}>Expiry…</Menu.Item>
                            <Menu.Item onClick={() => setLimited(at)}>Limits…</Menu.Item>
                            {key.id !== undefined && (
                              <Menu.Item onClick={() => setRotated(at)}>Rotate…</Menu.Item>
                            )}
                          </Menu.Dropdown>
                        </Menu>
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                  <PreviousValue
                    previous={previousOf(key, keptKeys, nowMs)}
                    use={uses.get(previousOf(key, keptKeys, nowMs)?.id ?? '')}
                    nowMs={nowMs}
                  />
                </Fragment>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <ConsumersField form={form} name={others} />
      <AddKeyDialog
        opened={adding}
        labels={labels}
        onClose={() => setAdding(false)}
        onAdd={(key) => keys.append(key, { shouldFocus: false })}
      />
      <LimitsDialog
        of={limited === null ? null : (rows[limited] ?? null)}
        onClose={() => setLimited(null)}
        onChange={(limits) => limited !== null && change(limited, limits)}
      />
      <RotateDialog
        of={rotated === null ? null : (keys.fields[rotated] ?? null)}
        onClose={() => setRotated(null)}
        description={description}
        onRotate={(rotation) => rotated !== null && change(rotated, rotation)}
      />
      <ExpiryDialog
        of={expiring === null ? null : (keys.fields[expiring] ?? null)}
        onClose={() => setExpiring(null)}
        onChange={(expiresAt) => expiring !== null && change(expiring, { expiresAt })}
      />
      <EditLabelDialog
        label={relabelled === null ? null : (labels[relabelled] ?? null)}
        others={labels.filter((_label, at) => at !== relabelled)}
        onClose={() => setRelabelled(null)}
        onChange={(label) => relabelled !== null && change(relabelled, { label })}
      />
    </>
  );
}

/** A key that is not saved yet is copied from the draft; a kept one is asked for. */
async function valueOf(key: KeyDraft): Promise<string> {
  if (key.key !== undefined) return key.key;
  const id = key.id ?? key.copyOf;
  if (id === undefined) throw new Error('This key has no value yet.');
  return (await client.integrations.revealKey({ id })).key;
}
