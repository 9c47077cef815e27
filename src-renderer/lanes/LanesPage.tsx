// Lanes: who runs and who waits, for each integration, as of this second, and what may be done about it.
import { Anchor, Loader, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import { orpc } from '#renderer/app/queries.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { FilterField } from '#renderer/ui/FilterField.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { RowsInSight } from '#renderer/ui/RowsInSight.tsx';
import type { LaneSummary } from '#shared/model/lane.ts';
import { LaneRow } from './LaneRow.tsx';
import { everyMs } from './poll.ts';
import styles from './Lanes.module.css';

/** Many times as fast as a comparison that reads the locale each time. */
const { compare } = new Intl.Collator();
const byName = (a: LaneSummary, b: LaneSummary): number =>
  compare(a.integration, b.integration) || compare(a.lane, b.lane);

export function LanesPage() {
  const { data: lanes, error } = useQuery({ ...orpc.lanes.list.queryOptions(), refetchInterval: everyMs });
  const status = useQuery({ ...orpc.host.status.queryOptions(), refetchInterval: 5 * everyMs });
  const isPaused = status.data?.alarms.some(({ code }) => code === 'executions_paused') ?? false;
  const asked = new URLSearchParams(useSearch()).get('lane') ?? '';
  const [text, setText] = useState(asked);
  const [askedBefore, setAskedBefore] = useState(asked);
  if (asked !== askedBefore) {
    // Another address was followed while the page was open.
    setAskedBefore(asked);
    setText(asked);
  }
  const sought = text.trim().toLowerCase();
  const found = lanes?.filter(({ lane }) => lane.toLowerCase().includes(sought)).sort(byName);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  };
  return (
    <>
      <PageHead title="Lanes">
        {lanes !== undefined && lanes.length > 0 && (
          <FilterField label="Filter lanes" value={text} onChange={setText} />
        )}
      </PageHead>
      {error && <ProblemNote error={error} />}
      {!found && !error && <Loader size="sm" aria-label="Loading" />}
      {lanes?.length === 0 && (
        <EmptyState
          title="No lanes yet"
          text="Each integration has a lane, in which its accepted calls wait for their turn."
        >
          <Anchor component={Link} href="/integrations/new" size="sm">
            New integration
          </Anchor>
        </EmptyState>
      )}
      {found && found.length > 0 && (
        <div className={styles.scroll}>
          <Table aria-label="Lanes" aria-rowcount={found.length + 1} className={styles.lanes}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>integration</Table.Th>
                <Table.Th>state</Table.Th>
                <Table.Th ta="right">running</Table.Th>
                <Table.Th ta="right">waiting</Table.Th>
                <Table.Th ta="right">oldest</Table.Th>
                <Table.Th ta="right">per minute</Table.Th>
                <Table.Th ta="right">mean run</Table.Th>
                <Table.Th ta="right">empty in about</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <RowsInSight rows={found} idOf={({ integrationId }) => integrationId} kept={opened}>
              {(lane, index) => (
                <LaneRow
                  lane={lane}
                  at={index + 2}
                  isPaused={isPaused}
                  isOpen={opened.has(lane.integrationId)}
                  onToggle={() => toggle(lane.integrationId)}
                />
              )}
            </RowsInSight>
          </Table>
        </div>
      )}
      {found?.length === 0 && sought !== '' && (
        <EmptyState title="No lane fits" text={`No integration has “${text.trim()}” in its name or code.`} />
      )}
    </>
  );
}
