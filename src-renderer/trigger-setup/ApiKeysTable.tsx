import { Text } from '@mantine/core';
import { useState } from 'react';
import { useFieldArray, useFormState, useWatch } from 'react-hook-form';
import { client } from '#renderer/app/client.ts';
import type { DraftForm } from '#renderer/app/draft.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { useKeyDescription } from '#renderer/app/use-key-description.ts';
import { type AskedOfKey, KeyDialogs } from '#renderer/ui/keys/KeyDialogs.tsx';
import { KeyHeads, KeyRow } from '#renderer/ui/keys/KeyRow.tsx';
import { ListHead } from '#renderer/ui/keys/ListHead.tsx';
import { RowActions } from '#renderer/ui/keys/RowActions.tsx';
import { ListTable } from '#renderer/ui/ListTable.tsx';
import { RowsInSight } from '#renderer/ui/RowsInSight.tsx';
import { messageAt } from '#renderer/ui/message-at.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { AddKeyDialog } from './AddKeyDialog.tsx';
import { ConsumersField } from './ConsumersField.tsx';
import { hintOf, isCopyable, previousOf, stateOf, type KeptKeys, type KeyDraft } from './key-rows.ts';
import { useKeyUses } from './use-key-uses.ts';

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
  // Rows are as they were added; what a save made of them stands in the form alone.
  const drafts = useWatch({ control: form.control, name: list });
  // Other kinds of authentication have a list of this name too.
  const rows = keys.fields.map((row, at) => ({ ...row, ...drafts[at] })) as readonly (KeyDraft & {
    readonly rowId: string;
  })[];
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ readonly at: number; readonly what: AskedOfKey } | null>(null);
  const nowMs = useNow(10_000);
  const uses = useKeyUses([...keptKeys.keys()]);
  const description = useKeyDescription();
  const { errors } = useFormState({ control: form.control, name: 'trigger.authentication' });
  const consumers = useWatch({ control: form.control, name: others }) ?? [];
  const labels = rows.map(({ label }) => label);
  const faultAt = (at: number) =>
    messageAt(errors, `${list}.${at}.label`) ??
    messageAt(errors, `${list}.${at}.key`) ??
    messageAt(errors, `${list}.${at}`);
  // A save that is refused leads to them.
  const faulty = new Set(rows.flatMap(({ rowId }, at) => (faultAt(at) === undefined ? [] : [rowId])));
  function change(at: number, differences: Partial<KeyDraft>): void {
    const changed = form.getValues(list)[at];
    if (changed) keys.update(at, { ...changed, ...differences });
  }
  return (
    <>
      <ListHead title="ApiKeys" add="Add New Key" onAdd={() => setAdding(true)} />
      {rows.length === 0 ? (
        consumers.length === 0 && (
          <Text c="dimmed">No key yet: every call is refused until there is one.</Text>
        )
      ) : (
        <ListTable aria-rowcount={rows.length + 1}>
          <KeyHeads />
          <RowsInSight rows={rows} idOf={({ rowId }) => rowId} kept={faulty} wide={({ label }) => [label]}>
            {({ rowId: _row, ...key }, at) => {
              const previous = previousOf(key, keptKeys);
              const ask = (what: AskedOfKey) => () => setAsked({ at, what });
              return (
                <KeyRow
                  at={at + 2}
                  of={key}
                  hint={hintOf(key, keptKeys)}
                  state={stateOf(key, keptKeys, nowMs)}
                  use={uses.get(key.id ?? '')}
                  previous={previous}
                  previousUse={uses.get(previous?.id ?? '')}
                  nowMs={nowMs}
                  error={faultAt(at)}
                >
                  <RowActions
                    of={key}
                    copy={isCopyable(key, keptKeys) ? { what: 'key', value: () => valueOf(key) } : null}
                    byRole={byRole}
                    onRelabel={ask('label')}
                    onEnable={(enabled) => change(at, { enabled })}
                    onDelete={() => keys.remove(at)}
                    more={[
                      { label: 'Expiry…', onClick: ask('expiry') },
                      { label: 'Limits…', onClick: ask('limits') },
                      ...(key.id === undefined ? [] : [{ label: 'Rotate…', onClick: ask('rotate') }]),
                    ]}
                  />
                </KeyRow>
              );
            }}
          </RowsInSight>
        </ListTable>
      )}
      <ConsumersField form={form} name={others} />
      <AddKeyDialog
        opened={adding}
        labels={labels}
        onClose={() => setAdding(false)}
        onAdd={(key) => keys.append(key, { shouldFocus: false })}
      />
      <KeyDialogs
        asked={asked?.what ?? null}
        of={asked === null ? null : (rows[asked.at] ?? null)}
        others={labels.filter((_label, at) => at !== asked?.at)}
        description={description}
        onClose={() => setAsked(null)}
        onChange={(differences) => asked !== null && change(asked.at, differences)}
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
