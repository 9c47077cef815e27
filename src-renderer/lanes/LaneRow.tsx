import { Table, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { formatCount, formatMs } from '#renderer/ui/format.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { LaneDetail, LaneSummary } from '#shared/model/lane.ts';
import { emptyInMs } from './expected.ts';
import { LaneCalls } from './LaneCalls.tsx';
import { everyMs } from './poll.ts';
import styles from './Lanes.module.css';

const firstRows = 100;
const mostRows = 10_000;

/** One lane; opened, its calls in order. */
export function LaneRow({ lane: listed }: { readonly lane: LaneSummary }) {
  const [isOpen, setOpen] = useState(false);
  const [limit, setLimit] = useState(firstRows);
  const id = useId();
  const detail = useQuery({
    ...orpc.lanes.get.queryOptions({
      input: { integrationId: listed.integrationId, limit: isOpen ? limit : 1 },
    }),
    enabled: isOpen || listed.running > 0,
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
  // Opened, the row and the calls under it come from one answer, so that they agree.
  const lane = (isOpen && detail.data) || listed;
  const isBusy = lane.running + lane.waiting > 0;
  const nowMs = useNow(200, isBusy);
  const runningForMs = lane.running === 0 ? [] : runTimes(detail.data, nowMs);
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
            : `${lane.running}${runningForMs.length === 0 ? '' : `, ${lane.running > 1 ? 'longest ' : ''}for ${formatMs(Math.max(...runningForMs))}`}`}
        </Table.Td>
        <Table.Td ta="right">{formatCount(lane.waiting)}</Table.Td>
        <Table.Td ta="right">
          {lane.oldestWaitingAt === null
            ? '–'
            : formatMs(Math.max(0, nowMs - Date.parse(lane.oldestWaitingAt)))}
        </Table.Td>
        <Table.Td ta="right">{formatCount(lane.finishedLastMinute)}</Table.Td>
        <Table.Td ta="right">{formatMs(lane.meanRunMs)}</Table.Td>
        <Table.Td ta="right">{isBusy ? formatMs(emptyInMs({ ...lane, runningForMs })) : '–'}</Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr id={id}>
          <Table.Td colSpan={8} className={styles.opened}>
            <LaneCalls
              lane={lane}
              detail={detail.data}
              error={detail.error}
              nowMs={nowMs}
              runningForMs={runningForMs}
              onMore={() => setLimit(Math.min(limit * 4, mostRows))}
              canMore={limit < mostRows}
            />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

/** How long each call has run until now. */
const runTimes = (lane: LaneDetail | undefined, nowMs: number): readonly number[] =>
  lane?.runningCalls.map(({ startedAt }) => Math.max(0, nowMs - Date.parse(startedAt))) ?? [];

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
