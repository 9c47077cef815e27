import { Table, Text, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { FilterField } from '#renderer/ui/FilterField.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import type { KeyLane, LaneDetail } from '#shared/model/lane.ts';
import { HoldReason } from './HoldReason.tsx';
import { LaneActs } from './LaneActs.tsx';
import { LaneCalls } from './LaneCalls.tsx';
import { type Moment, stopWords } from './lane-words.ts';
import { everyMs } from './poll.ts';
import { runTimes } from './run-times.ts';
import { pageInput, pageRows } from './use-calls-in-sight.ts';
import styles from './Lanes.module.css';

const acts = ['hold', 'resume', 'retry', 'skip'] as const;

/** The lanes of single keys, held ones first, then the longest. */
export function KeyLanes({ lane, moment }: { readonly lane: LaneDetail; readonly moment: Moment }) {
  const [text, setText] = useState('');
  const sought = text.trim().toLowerCase();
  const found = lane.keys.filter(({ key }) => key.toLowerCase().includes(sought));
  if (lane.keys.length === 0) return null;
  return (
    <div>
      <FilterField label="Filter keys" value={text} onChange={setText} isInner />
      <Table aria-label={`Lanes of ${lane.integration}`} verticalSpacing={2} mt={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>key</Table.Th>
            <Table.Th>state</Table.Th>
            <Table.Th ta="right">running</Table.Th>
            <Table.Th ta="right">waiting</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.map((one) => (
            <KeyRow key={one.key} lane={lane} one={one} moment={moment} />
          ))}
        </Table.Tbody>
      </Table>
      {lane.keys.length === pageRows && (
        <Text size="xs" c="dimmed">
          The {pageRows} that are held or longest. The others are among all that wait, below.
        </Text>
      )}
    </div>
  );
}

interface KeyRowProps {
  readonly lane: LaneDetail;
  readonly one: KeyLane;
  readonly moment: Moment;
}

function KeyRow({ lane, one, moment }: KeyRowProps) {
  const { key, running, waiting, hold } = one;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const Mark = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <Table.Tr>
        <Table.Td className={styles.long}>
          <UnstyledButton
            className={styles.name}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <Mark size={14} aria-hidden />
            {key === '' ? <span className="quiet">no key</span> : <span>{key}</span>}
          </UnstyledButton>
        </Table.Td>
        <Table.Td>
          {hold ? (
            <>
              <StateBadge tone="bad" text={stopWords(hold, moment.nowMs)} />
              <HoldReason hold={hold} />
            </>
          ) : (
            <StateBadge
              tone={running > 0 ? 'busy' : waiting > 0 ? 'waiting' : 'off'}
              text={running > 0 ? 'moving' : waiting > 0 ? 'waiting' : 'idle'}
            />
          )}
        </Table.Td>
        <Table.Td ta="right">{running}</Table.Td>
        <Table.Td ta="right">{formatCount(waiting)}</Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr id={id}>
          <Table.Td colSpan={4} className={styles.opened}>
            <OpenedKey lane={lane} one={one} moment={moment} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function OpenedKey({ lane, one, moment }: KeyRowProps) {
  const { key, hold, waiting } = one;
  const { data, error } = useQuery({
    ...orpc.lanes.get.queryOptions({ input: pageInput(lane.integrationId, key) }),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
  const runningCalls = data?.runningCalls ?? [];
  const name = key === '' ? 'the lane without a key' : `the lane of ${key}`;
  return (
    <div className={styles.parts}>
      {error && <ProblemNote error={error} />}
      <LaneActs
        acts={acts}
        integrationId={lane.integrationId}
        laneKey={key}
        name={name}
        hold={hold}
        holdOfAll={lane.hold}
        head={data?.waitingCalls[0]}
      />
      <LaneCalls
        {...moment}
        label={`Calls of ${name} that run or wait`}
        lane={lane}
        laneKey={key}
        hold={hold ?? lane.hold}
        running={runningCalls.length}
        runningCalls={runningCalls}
        waiting={waiting}
        runningForMs={runTimes(
          runningCalls.map(({ startedAt }) => startedAt),
          moment.nowMs,
        )}
      />
    </div>
  );
}
