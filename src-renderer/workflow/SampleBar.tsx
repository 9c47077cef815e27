import { Button, Select, Text } from '@mantine/core';
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { CallSummary } from '#shared/model/call.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { HeardCalls } from './HeardCalls.tsx';
import { ListenMenu } from './ListenMenu.tsx';
import { RequestDialog } from './RequestDialog.tsx';
import type { SampleChoice } from './sample-choice.ts';
import { useTryOut } from './try-out.ts';
import styles from './TriedOut.module.css';
import { ToChange } from '#renderer/ui/OnlyRead.tsx';

/** What the draft is looked at with: a call of the log, or a request that somebody makes up. */
export function SampleBar() {
  const { sample, preview, run, reason, isRunning } = useTryOut();
  const { choice, choose, calls } = sample;
  const [isAsked, setAsked] = useState(false);
  const pick = (value: string | null) => {
    if (value === 'request' && choice.request === undefined) setAsked(true);
    else if (value !== null) choose(choiceOf(value, choice));
  };
  return (
    <>
      <div className={styles.bar}>
        <Select
          label="Sample"
          data={optionsOf(calls, choice)}
          value={valueOf(choice)}
          onChange={pick}
          searchable
          nothingFoundMessage="No call fits."
          w={330}
        />
        <ToChange>
          <Button variant="default" onClick={() => setAsked(true)}>
            {choice.request === undefined ? 'Make a request up' : 'Edit the request'}
          </Button>
        </ToChange>
        <ReasonedButton
          variant="default"
          reason={reason}
          loading={isRunning}
          leftSection={<Play size={13} aria-hidden />}
          title="Run the draft without sending anything"
          onClick={() => run()}
        >
          Dry run
        </ReasonedButton>
        <ListenMenu />
        {sample.sample === null && (
          <Text c="dimmed" size="xs" pb={5}>
            With a sample, each expression shows what it gives.
          </Text>
        )}
      </div>
      <HeardCalls />
      {preview?.problem && (
        <Note tone="warning" text={`The sample cannot be used: ${preview.problem.text}`} />
      )}
      <RequestDialog
        opened={isAsked}
        onClose={() => setAsked(false)}
        request={choice.request}
        onMade={(request) => choose({ kind: 'request', request })}
      />
    </>
  );
}

const kinds = ['latest', 'request'] as const;
const valueOf = ({ kind, callId }: SampleChoice): string => (kind === 'call' ? (callId ?? 'latest') : kind);

function choiceOf(value: string, { request }: SampleChoice): SampleChoice {
  const kind = kinds.find((known) => known === value);
  return { kind: kind ?? 'call', ...(kind === undefined ? { callId: value } : {}), request };
}

function optionsOf(calls: readonly CallSummary[], { kind, callId }: SampleChoice) {
  const [newest] = calls;
  const chosen =
    kind === 'call' && callId !== undefined && calls.every(({ id }) => id !== callId)
      ? [{ value: callId, label: `Call ${callId}` }]
      : [];
  return [
    { value: 'latest', label: newest === undefined ? 'The newest call (none yet)' : 'The newest call' },
    { value: 'request', label: 'A request that is made up' },
    ...calls.map((call) => ({ value: call.id, label: labelOf(call) })),
    ...chosen,
  ];
}

const labelOf = ({ method, receivedAt, state, requestBytes }: CallSummary): string =>
  `${formatDateTime(receivedAt)} ${method}, ${requestBytes} bytes, ${state}`;
