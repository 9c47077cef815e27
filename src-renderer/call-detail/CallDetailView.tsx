import { Group, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { formatBytes, formatDateTime } from '#renderer/ui/format.ts';
import { CallStateBadge } from '#renderer/ui/StateBadge.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { type CallDetail, isOpen } from '#shared/model/call.ts';
import { lastSteps } from './attempts.ts';
import { CopyAs } from './CopyAs.tsx';
import { Durations } from './Durations.tsx';
import { LaneTab } from './LaneTab.tsx';
import { Lineage } from './Lineage.tsx';
import { RequestTab } from './RequestTab.tsx';
import { ResponseTab } from './ResponseTab.tsx';
import { StepsTab } from './StepsTab.tsx';
import { tellCall } from './tell.ts';
import { TimingStrip } from './TimingStrip.tsx';
import { timingParts } from './timing-parts.ts';
import styles from './CallDetail.module.css';

/** What can be done with a call, drawn by who knows the features. */
export type DrawActions = (call: CallDetail) => ReactNode;

interface CallDetailViewProps {
  readonly call: CallDetail;
  readonly actions?: DrawActions | undefined;
}

/** One call: what happened in a sentence, where the time went, and everything that is kept of it. */
export function CallDetailView({ call, actions }: CallDetailViewProps) {
  const status = useQuery(orpc.host.status.queryOptions()).data;
  const isPaused = status?.alarms.some(({ code }) => code === 'executions_paused') ?? false;
  const nowMs = useNow(100, isOpen(call.state));
  const timing = timingParts(call, Math.max(0, nowMs - Date.parse(call.receivedAt)));
  return (
    <Stack gap="sm">
      <div>
        <p role="status" className={styles.sentence} style={{ margin: 0 }}>
          {tellCall(call, { nowMs, isPaused })}
        </p>
        <Group gap="4px 12px" mt={4}>
          <CallStateBadge state={call.state} />
          <Text size="xs" c="dimmed" span>
            {[
              `received ${formatDateTime(call.receivedAt)}`,
              keyOf(call),
              formatBytes(call.requestBytes),
              ...(call.integrationVersion === null ? [] : [`version ${call.integrationVersion}`]),
            ].join(' · ')}
          </Text>
        </Group>
      </div>
      <Lineage call={call} />
      <Group gap="xs">
        {actions?.(call)}
        <CopyAs call={call} />
      </Group>
      <TimingStrip timing={timing} />
      <Durations call={call} />
      <CallTabs key={call.id} call={call} />
    </Stack>
  );
}

/** A refused call may well have brought a key; none of ours, or not to be read. */
const keyOf = ({ keyLabel, state }: CallDetail): string => {
  if (keyLabel !== null) return `key ${keyLabel}`;
  return state === 'refused' ? 'no key known' : 'no key';
};

/** For good, or so far. */
const hasFailed = ({ state, attempts }: CallDetail): boolean =>
  state === 'failed' ||
  state === 'interrupted' ||
  (isOpen(state) && attempts.some(({ outcome }) => outcome !== null));

function countOf(call: CallDetail): string {
  if (call.attempts.length > 1) return ` (${call.attempts.length} attempts)`;
  const steps = lastSteps(call).length;
  return steps === 0 ? '' : ` (${steps})`;
}

function CallTabs({ call }: { readonly call: CallDetail }) {
  return (
    <Tabs defaultValue={hasFailed(call) ? 'steps' : 'request'} keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="request">Request</Tabs.Tab>
        <Tabs.Tab value="response">Response</Tabs.Tab>
        <Tabs.Tab value="steps">Steps{countOf(call)}</Tabs.Tab>
        <Tabs.Tab value="lane">Lane</Tabs.Tab>
        <Tabs.Tab value="raw">Raw</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="request">
        <RequestTab call={call} />
      </Tabs.Panel>
      <Tabs.Panel value="response">
        <ResponseTab call={call} />
      </Tabs.Panel>
      <Tabs.Panel value="steps">
        <StepsTab call={call} />
      </Tabs.Panel>
      <Tabs.Panel value="lane">
        <LaneTab call={call} />
      </Tabs.Panel>
      <Tabs.Panel value="raw">
        <Raw call={call} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Raw({ call }: { readonly call: CallDetail }) {
  const text = JSON.stringify(call, null, 2);
  return (
    <Stack gap="xs" align="flex-start">
      <CopyButton text={text} name="Copy the call as JSON" />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre className={styles.pre} tabIndex={0} aria-label="The call as JSON" style={{ alignSelf: 'stretch' }}>
        {text}
      </pre>
    </Stack>
  );
}
