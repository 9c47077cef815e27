import { Text } from '@mantine/core';
import { formatMs } from '#renderer/ui/format.ts';
import { type CallDetail, isOpen } from '#shared/model/call.ts';

/** The durations that lists show and what the caller waited, each with what it is counted from and to. */
export function Durations({ call }: { readonly call: CallDetail }) {
  const { state, waitMs, runMs, totalMs, timings } = call;
  const all = [
    [
      'wait',
      waitMs,
      'all after it was on disk that was not this run: the calls before it, attempts that failed, a thread that had to begin first',
    ],
    ['run', runMs, 'of its last attempt alone: the data processing and the steps'],
    [
      'total',
      totalMs,
      state === 'refused'
        ? 'from the first byte until it was refused'
        : 'from the head of the request until it had ended, its result on its way to disk; its caller may have been answered before, or just after',
    ],
    ['caller waited', timings.answeredMs, 'from the head of the request until the answer went out'],
  ] as const;
  // A refused call neither waits nor runs, and nobody waits for a replay.
  const rows = all.filter(([, ms]) => ms !== null || isOpen(state));
  const said = (ms: number | null) => (ms === null ? 'not yet' : formatMs(ms));
  return (
    <details>
      <Text component="summary" size="xs" c="dimmed">
        {rows.map(([name, ms, meaning], at) => (
          <span key={name} title={`${meaning[0]!.toUpperCase()}${meaning.slice(1)}.`}>
            {at > 0 && ' · '}
            {name} {said(ms)}
          </span>
        ))}
      </Text>
      <dl style={{ margin: '4px 0 0', fontSize: 'var(--mantine-font-size-xs)' }}>
        {rows.map(([name, ms, meaning]) => (
          <div key={name}>
            <dt style={{ display: 'inline', fontWeight: 600 }}>
              {name} {said(ms)}
            </dt>
            <dd style={{ display: 'inline', margin: 0 }}>: {meaning}.</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
