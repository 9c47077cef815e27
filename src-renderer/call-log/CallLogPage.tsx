// The live log: calls as they come, newest on top. It mirrors what the runtime says and decides nothing; new
// rows never move what is being read. Filter and opened call are in the address, so that a view can be sent.
import { Group } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useStore } from 'zustand';
import type { CallSelection } from '#shared/model/replay.ts';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ChosenBar } from './ChosenBar.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { useChosenCalls } from './chosen-calls.ts';
import { type LogFilter, openedIn, readFilter, writeView } from './filter.ts';
import { FilterChips } from './FilterChips.tsx';
import { useColumns } from './kept-here.ts';
import { LogControls } from './LogControls.tsx';
import { LogFilters } from './LogFilters.tsx';
import { LogView } from './LogView.tsx';
import { SearchProgress } from './SearchProgress.tsx';
import { useLog } from './use-log.ts';
import styles from './CallLog.module.css';

interface CallLogPageProps {
  /** `code/name`, where only the calls of one integration are shown. */
  readonly integration?: string;
  /** Draws one call beside the list. */
  readonly detail?: (callId: string, close: () => void) => ReactNode;
  /** What can be done with several calls: those chosen, or all that fit the filter. */
  readonly actions?: (selection: CallSelection) => ReactNode;
}

export function CallLogPage({ integration, detail, actions }: CallLogPageProps) {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const read = readFilter(search);
  const filter: LogFilter = integration === undefined ? read : { ...read, integration };
  const log = useLog(filter);
  const { store } = log;
  const isLive = useStore(store, (state) => state.isLive);
  const isApart = useStore(store, (state) => state.nextAfter !== null);

  const openedId = openedIn(search);
  const [isPaused, setPaused] = useState(false);
  const [isAway, setAway] = useState(false);
  const [selectedId, setSelectedId] = useState(openedId);
  const [columns, setColumns] = useColumns();
  const chosen = useChosenCalls();
  const scroller = useRef<HTMLDivElement>(null);
  const isHolding = isPaused || isAway || isApart || selectedId !== null;
  useEffect(() => store.hold(isHolding), [store, isHolding]);
  // An address names a call that may stand anywhere in the log.
  const named = useRef(openedId);
  useEffect(() => {
    if (isLive && named.current !== null) void log.around(named.current);
    if (isLive) named.current = null;
  }, [log, isLive]);

  const go = (next: LogFilter, opened: string | null) => {
    const written = writeView(integration === undefined ? next : { ...next, integration: null }, opened);
    navigate(written === '' ? path : `${path}?${written}`, { replace: true });
  };
  const narrow = (next: LogFilter) => {
    go(next, null);
    setSelectedId(null);
  };
  const open = (id: string | null) => (id === null || detail ? go(filter, id) : navigate(`/calls/${id}`));
  const bringBack = () => {
    scroller.current?.scrollTo({ top: 0 });
    setPaused(false);
    setAway(false);
    setSelectedId(null);
    if (isApart) log.newest();
  };
  const showOldest = () => {
    setAway(true);
    log.oldest();
  };
  const pause = () => (isHolding ? bringBack() : setPaused(true));

  const controls = (
    <LogControls log={log} isPaused={isPaused} isHolding={isHolding} onPause={pause} onNewest={bringBack}>
      {chosen.ids.size === 0 && actions?.({ filter: log.filter })}
      <ColumnsMenu columns={columns} onChange={setColumns} />
    </LogControls>
  );

  return (
    <div className={`${styles.page} ${integration === undefined ? '' : styles.embedded}`}>
      {integration === undefined ? (
        <PageHead title="Live log">{controls}</PageHead>
      ) : (
        <Group justify="flex-end" mb="xs">
          {controls}
        </Group>
      )}
      <LogFilters filter={filter} onChange={narrow} hasIntegration={integration !== undefined} />
      <FilterChips
        filter={filter}
        begin={log.filter.since}
        onChange={narrow}
        hasIntegration={integration !== undefined}
      />
      <SearchProgress log={log} />
      <ChosenBar chosen={chosen}>{actions?.({ ids: [...chosen.ids] })}</ChosenBar>
      <LogView
        log={log}
        filter={filter}
        columns={columns}
        ofOne={integration !== undefined}
        isHolding={isHolding}
        selectedId={selectedId}
        openedId={openedId}
        chosen={chosen}
        scroller={scroller}
        onSelect={setSelectedId}
        onPause={pause}
        onOpen={open}
        onScrolled={setAway}
        onNewest={bringBack}
        onOldest={showOldest}
        detail={detail}
      />
    </div>
  );
}
