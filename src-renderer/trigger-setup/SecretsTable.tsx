import { Input, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useFieldArray, useFormContext, useFormState, useWatch } from 'react-hook-form';
import { client } from '#renderer/app/client.ts';
import { ListTable } from '#renderer/ui/ListTable.tsx';
import { messageAt } from '#renderer/ui/message-at.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { AddSecretDialog } from './AddSecretDialog.tsx';
import { EditLabelDialog } from '#renderer/ui/keys/EditLabelDialog.tsx';
import { ListHead } from '#renderer/ui/keys/ListHead.tsx';
import { RowActions } from '#renderer/ui/keys/RowActions.tsx';
import { spare, TableHead } from '#renderer/ui/TableHead.tsx';
import { hintOf, isKept, type KeptSecrets, type SecretRow, type SecretWords } from './secret-rows.ts';

interface SecretsTableProps {
  /** Of the authentication in the form. */
  readonly path: string;
  readonly words: SecretWords;
  readonly kept: KeptSecrets;
}

/** The labelled secrets of a kind of authentication. */
export function SecretsTable({ path, words, kept }: SecretsTableProps) {
  // The form's own type does not reach into a list whose name is not known before.
  const { control } = useFormContext<Record<string, SecretRow[]>>();
  const byRole = useReasonAgainst('designer');
  const list = `${path}.${words.list}`;
  const secrets = useFieldArray({ control, name: list, keyName: 'rowId' });
  // Rows are as they were added; what a save made of them stands in the form alone.
  const drafts = useWatch({ control, name: list });
  const rows = secrets.fields.map((row, at) => ({ ...row, ...drafts?.[at] }));
  const [adding, setAdding] = useState(false);
  const [relabelled, setRelabelled] = useState<number | null>(null);
  const { errors } = useFormState({ control, name: list });
  const labels = rows.map(({ label }) => label);
  return (
    <>
      <ListHead title={words.title} add={words.add} onAdd={() => setAdding(true)} />
      {rows.length === 0 ? (
        <Text c="dimmed">{words.none}</Text>
      ) : (
        <ListTable>
          <TableHead
            columns={['Label', ...(words.hasUser ? ['User'] : []), spare(words.valueTitle), 'State']}
          />
          <Table.Tbody>
            {rows.map(({ rowId, ...row }, at) => (
              <Table.Tr key={rowId}>
                <Table.Td>
                  {row.label}
                  <Input.Error size="xs">
                    {messageAt(errors, `${list}.${at}.label`) ??
                      messageAt(errors, `${list}.${at}.user`) ??
                      messageAt(errors, `${list}.${at}.${words.valueField}`) ??
                      messageAt(errors, `${list}.${at}`)}
                  </Input.Error>
                </Table.Td>
                {words.hasUser && <Table.Td>{row.user}</Table.Td>}
                <Table.Td className="mono" data-spare>
                  {hintOf(row, kept, words)}
                </Table.Td>
                <Table.Td>
                  <StateBadge {...stateOf(row, kept)} />
                </Table.Td>
                <Table.Td>
                  <RowActions
                    of={row}
                    copy={
                      isCopyable(row, words)
                        ? { what: words.valueField, value: () => valueOf(row, words) }
                        : null
                    }
                    byRole={byRole}
                    onRelabel={() => setRelabelled(at)}
                    onEnable={(enabled) => secrets.update(at, { ...row, enabled })}
                    onDelete={() => secrets.remove(at)}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ListTable>
      )}
      <AddSecretDialog
        opened={adding}
        words={words}
        labels={labels}
        onClose={() => setAdding(false)}
        onAdd={(row) => secrets.append(row, { shouldFocus: false })}
      />
      <EditLabelDialog
        label={relabelled === null ? null : (labels[relabelled] ?? null)}
        others={labels.filter((_label, at) => at !== relabelled)}
        onClose={() => setRelabelled(null)}
        onChange={(label) => {
          const row = relabelled === null ? undefined : rows[relabelled];
          if (relabelled === null || row === undefined) return;
          const { rowId: _rowId, ...changed } = row;
          secrets.update(relabelled, { ...changed, label });
        }}
      />
    </>
  );
}

function stateOf(row: SecretRow, kept: KeptSecrets): { tone: 'good' | 'off' | 'waiting'; text: string } {
  if (row.enabled === false) return { tone: 'off', text: 'disabled' };
  return isKept(row, kept) ? { tone: 'good', text: 'enabled' } : { tone: 'waiting', text: 'not saved yet' };
}

const isCopyable = (row: SecretRow, { valueField }: SecretWords): boolean =>
  row[valueField] !== undefined || row.id !== undefined;

/** One that is not saved yet is copied from the draft; a kept one is asked for. */
async function valueOf(row: SecretRow, { valueField }: SecretWords): Promise<string> {
  const value = row[valueField];
  if (value !== undefined) return value;
  if (row.id === undefined) throw new Error('This has no value yet.');
  return (await client.integrations.revealKey({ id: row.id })).key;
}
