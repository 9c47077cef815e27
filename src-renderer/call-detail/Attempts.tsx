import { Stack, Text } from '@mantine/core';
import { formatMs, formatTime } from '#renderer/ui/format.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import { type ShownAttempt, whyNoSteps } from './attempts.ts';
import { Steps } from './Steps.tsx';
import styles from './CallDetail.module.css';

const toneOf: Record<ShownAttempt['outcome'], Tone> = {
  succeeded: 'good',
  failed: 'bad',
  interrupted: 'bad',
  running: 'busy',
};

export const outcomeWords: Record<ShownAttempt['outcome'], string> = {
  succeeded: 'succeeded',
  failed: 'failed',
  interrupted: 'cut off',
  running: 'running',
};

/** Each start of the call, the newest on top and opened. */
export function Attempts({ attempts }: { readonly attempts: readonly ShownAttempt[] }) {
  return (
    <Stack gap="xs" component="section" aria-label="Attempts">
      {attempts.toReversed().map((attempt, at) => (
        <OneAttempt key={attempt.attempt} attempt={attempt} isNewest={at === 0} />
      ))}
    </Stack>
  );
}

function OneAttempt({
  attempt: one,
  isNewest,
}: {
  readonly attempt: ShownAttempt;
  readonly isNewest: boolean;
}) {
  const { attempt, outcome, startedAt, waitedMs, ranMs, problem, steps } = one;
  const hasFailed = steps.some(({ state }) => state === 'failed');
  return (
    <details className={styles.step} open={isNewest}>
      <summary>
        <strong>Attempt {attempt}</strong>
        <StateBadge tone={toneOf[outcome]} text={outcomeWords[outcome]} />
        <span className="quiet">
          started {formatTime(startedAt)}
          {waitedMs >= 1 && ` after waiting ${formatMs(waitedMs)}`}
        </span>
        <span className={styles.end}>{ranMs === null ? '' : formatMs(ranMs)}</span>
      </summary>
      <Stack gap="sm" p="xs" pt={0}>
        {problem !== null && !hasFailed && <Text>{problem.text}</Text>}
        {steps.length === 0 ? <Text c="dimmed">{whyNoSteps(one)}</Text> : <Steps steps={steps} />}
      </Stack>
    </details>
  );
}
