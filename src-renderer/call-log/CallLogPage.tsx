// The live log: calls as they come, newest on top. It mirrors what the runtime says and decides nothing; new
// rows never move what is being read.
import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { ArrowUp, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useStore } from 'zustand';
import { formatCount } from '#renderer/ui/format.ts';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import { type LogFilter, readFilter, writeFilter } from './filter.ts';
import { LogFilters } from './LogFilters.tsx';
import { LogView } from './LogView.tsx';
import { heldCount } from './log-state.ts';
import { useLog } from './use-log.ts';
import styles from './CallLog.module.css';

interface CallLogPageProps {
  /** `code/name`, where only the calls of one integration are shown. */
  readonly integration?: string;
  /** Draws one call beside the list. */
  readonly detail?: (callId: string, close: () => void) => ReactNode;
}

export function CallLogPage({ integration, detail }: CallLogPageProps) {
  const [path, navigate] = useLocation();
  const read = readFilter(useSearch());
  const filter: LogFilter = integration === undefined ? read : { ...read, integration };
  const { store, older } = useLog(filter);
  const perSecond = useStore(store, (state) => state.perSecond);
  const phase = useStore(store, (state) => state.phase);
  const held = useStore(store, heldCount);

  const [isPaused, setPaused] = useState(false);
  const [isAway, setAway] = useState(false);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const isHolding = isPaused || isAway || selectedId !== null;
  useEffect(() => store.hold(isHolding), [store, isHolding]);

  const narrow = (next: LogFilter) => {
    const written = writeFilter(integration === undefined ? next : { ...next, integration: null });
    navigate(written === '' ? path : `${path}?${written}`, { replace: true });
    setSelectedId(null);
  };
  const bringBack = () => {
    scroller.current?.scrollTo({ top: 0 });
    setPaused(false);
    setAway(false);
    setSelectedId(null);
  };
  const pause = () => (isHolding ? bringBack() : setPaused(true));
  useHotkeys([['p', pause]]);

  const controls = (
    <Group gap="sm" wrap="nowrap">
      {held > 0 && (
        <Button
          size="compact-xs"
          radius="xl"
          leftSection={<ArrowUp size={13} aria-hidden />}
          onClick={bringBack}
        >
          {formatCount(held)} new
        </Button>
      )}
      <span role="status" className={styles.mode}>
        <StateBadge {...modeOf({ isConnected: phase === 'live', isPaused, isHolding })} />
      </span>
      <Button
        variant="default"
        w={108}
        leftSection={isHolding ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
        title="p"
        onClick={pause}
      >
        {isHolding ? 'Resume' : 'Pause'}
      </Button>
      <Text size="xs" c="dimmed" miw={52} ta="right" title="Calls received in the last second, all of them">
        {formatCount(perSecond)}/s
      </Text>
    </Group>
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
      <LogView
        store={store}
        filter={filter}
        ofOne={integration !== undefined}
        selectedId={selectedId}
        scroller={scroller}
        onSelect={setSelectedId}
        onPause={pause}
        onScrolled={setAway}
        onEnd={older}
        detail={detail}
      />
    </div>
  );
}

interface Mode {
  readonly isConnected: boolean;
  readonly isPaused: boolean;
  readonly isHolding: boolean;
}

function modeOf({ isConnected, isPaused, isHolding }: Mode): { readonly tone: Tone; readonly text: string } {
  if (!isConnected) return { tone: 'off', text: 'connecting' };
  if (isPaused) return { tone: 'waiting', text: 'paused' };
  return isHolding ? { tone: 'waiting', text: 'held while reading' } : { tone: 'good', text: 'following' };
}
