import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { StandIn, StepTrace } from '#shared/model/call.ts';
import { formatMs } from '#renderer/ui/format.ts';
import { stepKindTitle } from '#renderer/ui/step-kind-words.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import { useTryOut } from './try-out.ts';
import styles from './TriedOut.module.css';

const toneOf: Record<StepTrace['state'], Tone> = {
  succeeded: 'good',
  continued: 'refused',
  failed: 'bad',
  skipped: 'off',
};

const standInWords: Record<StandIn, string> = {
  typed: 'Result, as it was given here',
  captured: 'Result, as in the captured call',
  nothing: 'Result',
};

interface DryRunStepViewProps {
  readonly step: StepTrace;
  readonly at: number;
  readonly onSend: (name: string) => void;
}

/** One step of a dry run; of one that was not sent, what would be sent, and what stands in for its result. */
export function DryRunStepView({ step, at, onSend }: DryRunStepViewProps) {
  const { name, kind, state, durationMs, input, output, error, standIn = null, runs = [] } = step;
  const [isTyping, setTyping] = useState(false);
  const { results, setResult } = useTryOut();
  return (
    <details
      className={styles.step}
      open={state === 'failed' || standIn !== null || runs.length > 0 || undefined}
    >
      <summary>
        <span className="quiet">{at}</span>
        <strong>{name}</strong>
        <span className="quiet">{stepKindTitle(kind)}</span>
        <StateBadge
          tone={standIn === null ? toneOf[state] : 'waiting'}
          text={standIn === null ? state : 'shown, not sent'}
        />
        <span className={styles.end}>
          {state === 'skipped' || standIn !== null ? '' : formatMs(durationMs)}
        </span>
      </summary>
      <Stack gap={6} pb="xs">
        {error !== null && <Shown title="Error" text={error} of={name} isError />}
        <Shown title={standIn === null ? 'Input' : 'Would be sent'} text={input} of={name} />
        <Runs step={step} onSend={onSend} />
        {!isTyping && (
          <Shown
            title={standIn === null ? 'Output' : standInWords[standIn]}
            text={output ?? (standIn === 'nothing' ? 'none: the steps after it see nothing' : null)}
            of={name}
          />
        )}
        {standIn !== null && isTyping && (
          <ResultForm
            name={name}
            first={output ?? '{ "status": 200, "headers": {}, "body": {} }'}
            onDone={() => setTyping(false)}
          />
        )}
        {standIn !== null && !isTyping && (
          <Group gap="xs">
            <Button variant="default" size="compact-xs" onClick={() => setTyping(true)}>
              Type a result
            </Button>
            {Object.hasOwn(results, name) && (
              <Button variant="default" size="compact-xs" onClick={() => setResult(name, undefined)}>
                Forget the result
              </Button>
            )}
            <Button variant="default" size="compact-xs" onClick={() => onSend(name)}>
              Carry out…
            </Button>
          </Group>
        )}
      </Stack>
    </details>
  );
}

/** The steps inside of it, each time that they ran: opened where something was held back. */
function Runs({
  step: { runs = [], moreRuns = 0 },
  onSend,
}: {
  readonly step: StepTrace;
  readonly onSend: (name: string) => void;
}) {
  return (
    <>
      {runs.map(({ index, title, state, durationMs, steps }) => (
        <details key={index} className={styles.step} open={index === 0 || state === 'failed' || undefined}>
          <summary>
            <strong>{title}</strong>
            <StateBadge tone={toneOf[state]} text={state} />
            <span className={styles.end}>{formatMs(durationMs)}</span>
          </summary>
          <div className={styles.inside}>
            {steps.map((step, at) => (
              <DryRunStepView key={step.name} step={step} at={at + 1} onSend={onSend} />
            ))}
          </div>
        </details>
      ))}
      {moreRuns > 0 && (
        <Text size="xs" c="dimmed">
          {moreRuns} more, whose steps were not kept
        </Text>
      )}
    </>
  );
}

function ResultForm({
  name,
  first,
  onDone,
}: {
  readonly name: string;
  readonly first: string;
  readonly onDone: () => void;
}) {
  const { setResult } = useTryOut();
  const [text, setText] = useState(() => laidOut(first));
  const [fault, setFault] = useState<string | null>(null);
  const use = () => {
    try {
      setResult(name, JSON.parse(text));
      onDone();
    } catch (error) {
      setFault(`This is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <>
      <Textarea
        label={`Result of ${name}`}
        description="JSON; the steps after it see it in the next dry run, and below their fields at once."
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fault}
        autosize
        minRows={3}
        maxRows={14}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group gap="xs">
        <Button size="compact-xs" onClick={use}>
          Use it
        </Button>
        <Button variant="default" size="compact-xs" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </>
  );
}

export function Shown({
  title,
  text,
  of,
  isError,
}: {
  readonly title: string;
  readonly text: string | null;
  readonly of: string;
  readonly isError?: boolean;
}) {
  const label = `${title} of ${of}`;
  return (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      {text === null ? (
        <Text size="xs">–</Text>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
        <pre className={styles.pre} tabIndex={0} aria-label={label} data-error={isError || undefined}>
          {laidOut(text)}
        </pre>
      )}
    </div>
  );
}

/** What is no JSON, or was cut, stands as it is. */
function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
