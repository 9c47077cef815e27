import { Button, Group, Text } from '@mantine/core';
import { ArrowUp, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatCount } from '#renderer/ui/format.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import type { Log } from './log.ts';
import { heldText } from './log-state.ts';
import styles from './CallLog.module.css';

interface LogControlsProps {
  readonly log: Log;
  readonly isPaused: boolean;
  readonly isHolding: boolean;
  readonly onPause: () => void;
  readonly onNewest: () => void;
  readonly children: ReactNode;
}

/** Whether the list follows, and what came meanwhile. Apart from the page, since its numbers change all the time. */
export function LogControls({ log: { store }, isPaused, isHolding, ...props }: LogControlsProps) {
  const perSecond = useStore(store, (state) => state.perSecond);
  const isConnected = useStore(store, (state) => state.isLive);
  const held = useStore(store, (state) => (state.held.length === 0 ? null : heldText(state)));
  const isApart = useStore(store, (state) => state.nextAfter !== null);
  return (
    <Group gap="xs" justify="flex-end">
      {props.children}
      {(held !== null || isApart) && (
        <Button
          size="compact-xs"
          radius="xl"
          leftSection={<ArrowUp size={13} aria-hidden />}
          onClick={props.onNewest}
        >
          {held ?? 'Newest'}
        </Button>
      )}
      <span role="status" className={styles.mode}>
        <StateBadge {...modeOf({ isConnected, isPaused, isHolding })} />
      </span>
      <Button
        variant="default"
        w={98}
        px={6}
        leftSection={isHolding ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
        title="p, in the list"
        onClick={props.onPause}
      >
        {isHolding ? 'Resume' : 'Pause'}
      </Button>
      <Text
        size="xs"
        c="dimmed"
        visibleFrom="xs"
        miw={52}
        ta="right"
        title="Calls received in the last second, all of them"
      >
        {formatCount(perSecond)}/s
      </Text>
    </Group>
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
