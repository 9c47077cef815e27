import { Table, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { formatCount, formatMs } from '#renderer/ui/format.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import { emptyInMs } from './expected.ts';
import { LaneCalls } from './LaneCalls.tsx';
import { everyMs } from './poll.ts';
import styles from './Lanes.module.css';

const firstRows = 100;
const mostRows = 10_000;

/** One lane; opened, its calls in order. */
export function LaneRow({ lane }: { readonly lane: LaneSummary }) {
  const [isOpen, setOpen] = useState(false);
  const [limit, setLimit] = useState(firstRows);
  const id = useId();
  const isBusy = lane.running + lane.waiting > 0;
  const nowMs = useNow(200, isBusy);
  const detail = useQuery({
    ...orpc.lanes.get.queryOptions({
      input: { integrationId: lane.integrationId, limit: isOpen ? limit : 1 },
    }),
    enabled: isOpen || lane.running > 0,
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
  const longest = detail.data?.runningCalls
    .map(({ startedAt }) => Date.parse(startedAt))
    .sort((a, b) => a - b)[0];
  const since = (ms: number) => formatMs(Math.max(0, nowMs - ms));
  const Mark = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <UnstyledButton
            className={styles.name}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <Mark size={14} aria-hidden />
            <span>{lane.integration}</span>
            <span className="quiet">{lane.lane.split('/', 1)[0]}</span>
          </UnstyledButton>
        </Table.Td>
        <Table.Td>
          <LaneState lane={lane} />
        </Table.Td>
        <Table.Td>
          {lane.running === 0
            ? '–'
            : `${lane.running}${longest === undefined ? '' : `, ${lane.running > 1 ? 'longest ' : ''}for ${since(longest)}`}`}
        </Table.Td>
        <Table.Td ta="right">{formatCount(lane.waiting)}</Table.Td>
        <Table.Td ta="right">
          {lane.oldestWaitingAt === null ? '–' : since(Date.parse(lane.oldestWaitingAt))}
        </Table.Td>
        <Table.Td ta="right">{formatCount(lane.finishedLastMinute)}</Table.Td>
        <Table.Td ta="right">{formatMs(lane.meanRunMs)}</Table.Td>
        <Table.Td ta="right">{isBusy ? formatMs(emptyInMs(lane)) : '–'}</Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr id={id}>
          <Table.Td colSpan={8} className={styles.opened}>
            <LaneCalls
              lane={lane}
              detail={detail.data}
              error={detail.error}
              nowMs={nowMs}
              onMore={() => setLimit(Math.min(limit * 4, mostRows))}
              canMore={limit < mostRows}
            />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function LaneState({ lane }: { readonly lane: LaneSummary }) {
  const order = lane.ordered ? 'in order' : `up to ${lane.concurrency} at once`;
  const [tone, word] = stateOf(lane);
  return (
    <span title={order}>
      <StateBadge tone={tone} text={`${word}, ${order}`} />
    </span>
  );
}

function stateOf({ enabled, running, waiting }: LaneSummary): readonly [Tone, string] {
  if (!enabled) return ['off', 'switched off'];
  if (running > 0) return waiting > 0 ? ['busy', 'moving'] : ['busy', 'running'];
  return waiting > 0 ? ['waiting', 'not moving'] : ['off', 'idle'];
}
