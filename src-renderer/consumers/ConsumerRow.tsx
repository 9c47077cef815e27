import { Table } from '@mantine/core';
import { useState } from 'react';
import { client } from '#renderer/app/client.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { useKeyDescription } from '#renderer/app/use-key-description.ts';
import { type AskedOfKey, KeyDialogs } from '#renderer/ui/keys/KeyDialogs.tsx';
import { KeyRow } from '#renderer/ui/keys/KeyRow.tsx';
import { keyState } from '#renderer/ui/keys/key-state.ts';
import { RowActions } from '#renderer/ui/keys/RowActions.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { ConsumerPlace } from '#shared/contract/consumers.ts';
import { DeleteConsumerDialog } from './DeleteConsumerDialog.tsx';
import { MayCall } from './MayCall.tsx';
import { useSaveConsumer } from './use-save-consumer.ts';

interface ConsumerRowProps {
  readonly consumer: ConsumerPlace;
  /** Its place in the table. */
  readonly at: number;
  /** Of all consumers. */
  readonly labels: readonly string[];
  readonly nowMs: number;
}

/** A consumer with what may be done to it; what was refused is said below. */
export function ConsumerRow({ consumer, at, labels, nowMs }: ConsumerRowProps) {
  const { id, label, previousUse, isShownOnce, use } = consumer;
  const [asked, setAsked] = useState<AskedOfKey | 'delete' | null>(null);
  const { change, remove, error } = useSaveConsumer(consumer);
  const byRole = useReasonAgainst('designer');
  const description = useKeyDescription();
  const close = () => setAsked(null);
  const ask = (what: AskedOfKey | 'delete') => () => setAsked(what);
  return (
    <>
      <KeyRow
        at={at}
        of={consumer}
        hint={consumer.hint}
        state={keyState(consumer, nowMs)}
        use={use}
        previous={consumer.previous}
        previousUse={previousUse ?? undefined}
        nowMs={nowMs}
        more={<MayCall consumer={consumer} />}
      >
        <RowActions
          of={consumer}
          copy={
            isShownOnce
              ? null
              : { what: 'key', value: async () => (await client.integrations.revealKey({ id })).key }
          }
          byRole={byRole}
          onRelabel={ask('label')}
          onEnable={(changed) => change({ enabled: changed })}
          onDelete={ask('delete')}
          more={[
            { label: 'Expiry…', onClick: ask('expiry') },
            { label: 'Limits…', onClick: ask('limits') },
            { label: 'Rotate…', onClick: ask('rotate') },
          ]}
        />
        <KeyDialogs
          asked={asked === 'delete' ? null : asked}
          of={consumer}
          others={asked === 'label' ? labels.filter((other) => other !== label) : []}
          isLive
          description={description}
          onClose={close}
          onChange={change}
        />
        <DeleteConsumerDialog
          label={asked === 'delete' ? label : null}
          onClose={close}
          onConfirmed={() => remove()}
        />
      </KeyRow>
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
