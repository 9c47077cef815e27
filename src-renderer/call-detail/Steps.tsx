import { Stack, Table, Text } from '@mantine/core';
import { formatCount, formatMs } from '#renderer/ui/format.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import { stepKindTitle } from '#renderer/ui/step-kind-words.ts';
import type { StepAttempt, StepTrace, TraceRun } from '#shared/model/call.ts';
import { indentJson } from './indent-json.ts';
import styles from './CallDetail.module.css';

const toneOf: Record<StepTrace['state'], Tone> = {
  succeeded: 'good',
  failed: 'bad',
  continued: 'refused',
  skipped: 'off',
};

const stateWords: Record<StepTrace['state'], string> = {
  succeeded: 'succeeded',
  failed: 'failed',
  continued: 'failed, went on',
  skipped: 'skipped',
};

/** The steps of one attempt; the reason of a failure stands above all. */
export function Steps({ steps }: { readonly steps: readonly StepTrace[] }) {
  const failed = steps.find(({ state }) => state === 'failed');
  return (
    <Stack gap="sm">
      {failed?.error && (
        <section aria-label="Error">
          <Text size="xs" fw={600} mb={4}>
            Error in the step “{failed.name}”
          </Text>
          <Code text={failed.error} label={`Error of the step ${failed.name}`} isError />
        </section>
      )}
      {steps.map((step, at) => (
        <Step
          key={step.name}
          step={step}
          at={at + 1}
          isFailed={step === failed}
          isErrorAbove={step === failed}
        />
      ))}
    </Stack>
  );
}

function Step({
  step,
  at,
  within = '',
  isFailed,
  isErrorAbove = false,
}: {
  readonly step: StepTrace;
  readonly at: number;
  /** What it stands inside of, in front of its name. */
  readonly within?: string;
  readonly isFailed: boolean;
  readonly isErrorAbove?: boolean;
}) {
  const { name, kind, state, durationMs, input, output, error, attempts = [] } = step;
  const items = (step.runs?.length ?? 0) + (step.moreRuns ?? 0);
  const called = `${within}${name}`;
  return (
    <details className={styles.step} open={isFailed || undefined}>
      <summary>
        <span className="quiet">{at}</span>
        <strong>{name}</strong>
        <span className="quiet">{items > 1 ? `for each of ${formatCount(items)}` : stepKindTitle(kind)}</span>
        <StateBadge tone={toneOf[state]} text={stateWords[state]} />
        {attempts.length > 1 && <span className="quiet">{attempts.length} attempts</span>}
        <span className={styles.end}>{state === 'skipped' ? '' : formatMs(durationMs)}</span>
      </summary>
      <Stack gap={6} p="xs" pt={0}>
        {error !== null && !isErrorAbove && (
          <Code text={error} label={`Error of the step ${called}`} isError />
        )}
        {attempts.length > 1 && <StepAttempts attempts={attempts} of={called} />}
        <Part title="Input" text={input} of={called} />
        <Runs step={step} within={called} />
        <Part title="Output" text={output} of={called} />
      </Stack>
    </details>
  );
}

/** What ran inside of a step, such as the steps for each item of a list. */
function Runs({
  step: { runs = [], moreRuns = 0 },
  within,
}: {
  readonly step: StepTrace;
  readonly within: string;
}) {
  if (runs.length + moreRuns === 0) return null;
  return (
    <Stack gap={4} component="section" aria-label={`Inside of the step ${within}`}>
      <Text size="xs" c="dimmed">
        Inside
      </Text>
      {runs.map((run) => (
        <Run key={run.index} run={run} within={within} />
      ))}
      {moreRuns > 0 && (
        <Text size="xs" c="dimmed">
          {runs.length > 0 && 'and '}
          {formatCount(moreRuns)} more, whose steps were not kept
        </Text>
      )}
    </Stack>
  );
}

function Run({ run, within }: { readonly run: TraceRun; readonly within: string }) {
  const { title, state, durationMs, steps } = run;
  return (
    <details className={styles.step} open={state === 'failed' || undefined}>
      <summary>
        <strong>{title}</strong>
        <StateBadge tone={toneOf[state]} text={stateWords[state]} />
        <span className={styles.end}>{formatMs(durationMs)}</span>
      </summary>
      <Stack gap={4} p="xs" pt={0}>
        {steps.map((step, at) => (
          <Step
            key={step.name}
            step={step}
            at={at + 1}
            within={`${within}, ${title}, `}
            isFailed={step.state === 'failed'}
          />
        ))}
      </Stack>
    </details>
  );
}

/** When each attempt began, what it took and why it failed. */
function StepAttempts({ attempts, of }: { readonly attempts: readonly StepAttempt[]; readonly of: string }) {
  return (
    <Table aria-label={`Attempts of the step ${of}`} verticalSpacing={2}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Attempt</Table.Th>
          <Table.Th>Began after</Table.Th>
          <Table.Th>Took</Table.Th>
          <Table.Th>Outcome</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {attempts.map(({ startedMs, durationMs, error }, at) => (
          <Table.Tr key={startedMs}>
            <Table.Td>{at + 1}</Table.Td>
            <Table.Td>{formatMs(startedMs)}</Table.Td>
            <Table.Td>{formatMs(durationMs)}</Table.Td>
            <Table.Td className={styles.reason}>{error ?? 'succeeded'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
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
