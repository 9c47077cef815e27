import { useEffect, useRef, useState } from 'react';
import type { DryRun } from '#shared/model/dry-run.ts';
import { client } from '#renderer/app/client.ts';
import { listen, type Heard } from './listen.ts';

/** What is listened for: the next call, or each one for ten minutes. */
export type ListenFor = 'next' | 'tenMinutes';

export interface Listening {
  /** Null while nobody listens. */
  readonly to: ListenFor | null;
  /** Whether the next call is heard already. */
  readonly isBegun: boolean;
  /** The newest first. */
  readonly heard: readonly Heard[];
  /** Why it ended before its time. */
  readonly fault: string | null;
  /** Null where the integration was never saved, so that nobody calls it. */
  readonly begin: ((to: ListenFor) => void) | null;
  readonly stop: () => void;
  readonly forget: () => void;
}

const tenMinutesMs = 600_000;
const mostHeard = 100;

interface Given {
  readonly integration: string | null;
  readonly run: (callId: string) => Promise<DryRun>;
}

/** Runs the draft for real calls as they end. */
export function useListening({ integration, run }: Given): Listening {
  const [to, setTo] = useState<ListenFor | null>(null);
  const [isBegun, setIsBegun] = useState(false);
  const [heard, setHeard] = useState<readonly Heard[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const ending = useRef<AbortController>(null);
  const stop = () => {
    ending.current?.abort();
    setTo(null);
  };
  useEffect(() => () => ending.current?.abort(), []);

  const begin = (wanted: ListenFor, of: string) => {
    ending.current?.abort();
    const mine = new AbortController();
    ending.current = mine;
    setTo(wanted);
    setIsBegun(false);
    setFault(null);
    if (wanted === 'tenMinutes') setTimeout(() => mine.abort(), tenMinutesMs);
    const over = (why: string | null) => {
      if (ending.current !== mine) return;
      setTo(null);
      setFault(why);
    };
    mine.signal.addEventListener('abort', () => over(null));
    listen({
      client,
      integration: of,
      run,
      signal: mine.signal,
      onBegun() {
        if (ending.current === mine) setIsBegun(true);
      },
      onHeard(one) {
        setHeard((before) => [one, ...before].slice(0, mostHeard));
        if (wanted === 'next') mine.abort();
      },
    }).then(
      () => over(null),
      (error: unknown) => {
        if (!mine.signal.aborted) over(error instanceof Error ? error.message : String(error));
      },
    );
  };
  return {
    to,
    isBegun,
    heard,
    fault,
    begin: integration === null ? null : (wanted) => begin(wanted, integration),
    stop,
    forget: () => setHeard([]),
  };
}
