import { Stack, Text } from '@mantine/core';
import { formatMs } from '#renderer/ui/format.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import type { StepTrace } from '#shared/model/call.ts';
import { indentJson } from './indent-json.ts';
import styles from './CallDetail.module.css';

const toneOf: Record<StepTrace['state'], Tone> = { succeeded: 'good', failed: 'bad', skipped: 'off' };

/** The steps of one attempt; the reason of a failure stands above all. */
export function Steps({ steps }: { readonly steps: readonly StepTrace[] }) {
  const failed = steps.find(({ state }) => state === 'failed');
  return (
    <Stack gap="sm">
      {failed?.error && (
        <section aria-label="Error">
          <Text size="xs" fw={600} mb={4}>
            Error in the step {failed.name}
          </Text>
          <Code text={failed.error} label={`Error of the step ${failed.name}`} isError />
        </section>
      )}
      {steps.map((step, at) => (
        <Step key={step.name} step={step} at={at + 1} isFailed={step === failed} />
      ))}
    </Stack>
  );
}

function Step({
  step,
  at,
  isFailed,
}: {
  readonly step: StepTrace;
  readonly at: number;
  readonly isFailed: boolean;
}) {
  const { name, kind, state, durationMs, input, output, error } = step;
  return (
    <details className={styles.step} open={isFailed || undefined}>
      <summary>
        <span className="quiet">{at}</span>
        <strong>{name}</strong>
        <span className="quiet">{kind}</span>
        <StateBadge tone={toneOf[state]} text={state} />
        <span className={styles.end}>{state === 'skipped' ? '' : formatMs(durationMs)}</span>
      </summary>
      <Stack gap={6} p="xs" pt={0}>
        {error !== null && !isFailed && <Code text={error} label={`Error of the step ${name}`} isError />}
        <Part title="Input" text={input} of={name} />
        <Part title="Output" text={output} of={name} />
      </Stack>
    </details>
  );
}

function Part({
  title,
  text,
  of,
}: {
  readonly title: string;
  readonly text: string | null;
  readonly of: string;
}) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      {text === null ? (
        <Text size="xs">–</Text>
      ) : (
        <Code text={indentJson(text) ?? text} label={`${title} of the step ${of}`} />
      )}
    </div>
  );
}

function Code({
  text,
  label,
  isError,
}: {
  readonly text: string;
  readonly label: string;
  readonly isError?: boolean;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <pre className={styles.pre} tabIndex={0} aria-label={label} data-error={isError || undefined}>
      {text}
    </pre>
  );
}
