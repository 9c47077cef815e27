// Who calls, known to the whole installation. What is done here is live at once in every trigger that lets them in.
import { Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { KeyHeads } from '#renderer/ui/keys/KeyRow.tsx';
import { FilterField } from '#renderer/ui/FilterField.tsx';
import { ListTable } from '#renderer/ui/ListTable.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { RowsInSight } from '#renderer/ui/RowsInSight.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { ConsumerPlace } from '#shared/contract/consumers.ts';
import { ConsumerRow } from './ConsumerRow.tsx';
import { NewConsumerDialog } from './NewConsumerDialog.tsx';

const everyMs = 5_000;

export function ConsumersPage() {
  const { data: consumers, error } = useQuery({
    ...orpc.consumers.list.queryOptions(),
    refetchInterval: everyMs,
  });
  const [text, setText] = useState('');
  const [adding, setAdding] = useState(false);
  const byRole = useReasonAgainst('designer');
  const labels = consumers?.map(({ label }) => label) ?? [];
  const sought = text.trim().toLowerCase();
  const found = consumers?.filter((consumer) => textOf(consumer).includes(sought));
  const newConsumer = (
    <ReasonedButton
      reason={byRole}
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      New consumer
    </ReasonedButton>
  );
  return (
    <>
      <PageHead title="Consumers">
        {labels.length > 0 && (
          <>
            <FilterField label="Filter consumers" value={text} onChange={setText} />
            {newConsumer}
          </>
        )}
      </PageHead>
      {error && <ProblemNote error={error} />}
      {!consumers && !error && <Loader size="sm" aria-label="Loading" />}
      {consumers?.length === 0 && (
        <EmptyState
          title="No consumers yet"
          text="A consumer has one key for all triggers that let it in. Changed, disabled or rotated here, it is so in all of them at once."
        >
          {newConsumer}
        </EmptyState>
      )}
      {found && found.length > 0 && <ConsumerTable consumers={found} labels={labels} />}
      {labels.length > 0 && found?.length === 0 && (
        <Text c="dimmed">No consumer has “{text.trim()}” in its label or triggers.</Text>
      )}
      <NewConsumerDialog opened={adding} labels={labels} onClose={() => setAdding(false)} />
    </>
  );
}

const textOf = ({ label, usedBy }: ConsumerPlace): string =>
  [label, ...usedBy.map(({ name }) => name)].join(' ').toLowerCase();

function ConsumerTable({
  consumers,
  labels,
}: {
  readonly consumers: readonly ConsumerPlace[];
  readonly labels: readonly string[];
}) {
  const nowMs = useNow(10_000);
  return (
    <ListTable aria-label="Consumers" aria-rowcount={consumers.length + 1}>
      <KeyHeads more="May call" />
      <RowsInSight rows={consumers} idOf={({ id }) => id} wide={({ label }) => [label]}>
        {(consumer, index) => (
          <ConsumerRow at={index + 2} consumer={consumer} labels={labels} nowMs={nowMs} />
        )}
      </RowsInSight>
    </ListTable>
  );
}
