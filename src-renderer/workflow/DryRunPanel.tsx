import { ActionIcon, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { failureOf } from '#shared/contract/failure.ts';
import type { StepTrace } from '#shared/model/call.ts';
import type { DryRun } from '#shared/model/dry-run.ts';
import { pathText } from '#shared/path.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatMs } from '#renderer/ui/format.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { DryRunStepView, Shown } from './DryRunStepView.tsx';
import { DraftFault, useTryOut } from './try-out.ts';
import styles from './TriedOut.module.css';

/** What the last dry run did, step by step. */
export function DryRunPanel() {
  const { dryRun, error, isRunning, run, close } = useTryOut();
  const [asked, setAsked] = useState<string | null>(null);
  const id = useId();
  return (
    <Paper
      component="section"
      withBorder
      p="sm"
      className={styles.panel}
      aria-labelledby={id}
      aria-busy={isRunning}
    >
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} id={id}>
          Dry run
        </Title>
        <ActionIcon aria-label="Close the dry run" onClick={close}>
          <X size={15} aria-hidden />
        </ActionIcon>
      </Group>
      <Text role="status" size="xs" c="dimmed" mb="xs">
        {isRunning ? 'It runs…' : dryRun === null ? '' : sentenceOf(dryRun)}
      </Text>
      {error !== null && <Refused error={error} />}
      {dryRun?.problem && <Note tone="problem" text={dryRun.problem.text} />}
      {dryRun && (
        <Stack gap={0}>
          <details className={styles.step}>
            <summary>
              <strong>Input</strong>
              <span className="quiet">made by the data processing</span>
            </summary>
            <Shown title="Input" text={dryRun.input} of="the workflow" />
          </details>
          {dryRun.steps.map((step, at) => (
            <DryRunStepView key={`${step.name} ${at}`} step={step} at={at + 1} onSend={setAsked} />
          ))}
          {dryRun.response && (
            <details className={styles.step}>
              <summary>
                <strong>Answer</strong>
                <span className="quiet">status {dryRun.response.status}</span>
              </summary>
              <Shown title="Headers" text={headersText(dryRun.response)} of="the answer" />
              <Shown title="Body" text={dryRun.response.body?.data ?? null} of="the answer" />
            </details>
          )}
        </Stack>
      )}
      <Dialog title="Carry out the step" opened={asked !== null} onClose={() => setAsked(null)} size="sm">
        <Text mb="md">
          The draft runs once more, and the step <strong>{asked}</strong> is carried out: others will notice.
          All other steps that would be noticed are still held back.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => setAsked(null)}>
            Cancel
          </Button>
          <Button
            color="red"
            data-autofocus
            onClick={() => {
              if (asked !== null) run({ send: [asked] });
              setAsked(null);
            }}
          >
            Carry out
          </Button>
        </Group>
      </Dialog>
    </Paper>
  );
}

function Refused({ error }: { readonly error: Error }) {
  if (error instanceof DraftFault) return <Note tone="problem" text={error.message} />;
  const { issues } = failureOf(error);
  if (issues.length === 0) return <ProblemNote error={error} />;
  return (
    <>
      {issues.map(({ path, message }) => (
        <Note key={pathText(path)} tone="problem" text={`${pathText(path.slice(1))}: ${message}`} />
      ))}
    </>
  );
}

function sentenceOf({ state, runMs, steps, response }: DryRun): string {
  const held = heldIn(steps);
  const sent =
    held === 0
      ? ''
      : held === 1
        ? ' One step was shown and not sent.'
        : ` ${held} steps were shown and not sent.`;
  const answer = response === null ? '' : ` The caller would be answered ${response.status}.`;
  return `${state === 'succeeded' ? 'Succeeded' : 'Failed'} in ${formatMs(runMs)}.${sent}${answer}`;
}

/** How many times a step was held back, those inside of others too. */
const heldIn = (steps: readonly StepTrace[]): number =>
  steps.reduce(
    (sum, { standIn = null, runs = [] }) =>
      sum + (standIn === null ? 0 : 1) + runs.reduce((inside, run) => inside + heldIn(run.steps), 0),
    0,
  );

const headersText = ({ headers }: NonNullable<DryRun['response']>): string =>
  headers.map(([name, value]) => `${name}: ${value}`).join('\n');
