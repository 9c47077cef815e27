import { Button, Group, Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { formatTime } from '#renderer/ui/format.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { compareHeard } from './compare-heard.ts';
import { Shown } from './DryRunStepView.tsx';
import type { Heard } from './listen.ts';
import { useTryOut } from './try-out.ts';
import styles from './TriedOut.module.css';

/** Real calls, each with what the draft would have made of it. */
export function HeardCalls() {
  const { heard, fault, forget } = useTryOut().listening;
  const id = useId();
  if (heard.length === 0)
    return fault === null ? null : <Note tone="warning" text={`Listening ended: ${fault}`} />;
  return (
    <Paper component="section" withBorder p="sm" mb="sm" aria-labelledby={id}>
      <Group justify="space-between">
        <Title order={2} id={id}>
          Live and draft
        </Title>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={forget}>
          Forget them
        </Button>
      </Group>
      {fault !== null && <Note tone="warning" text={`Listening ended: ${fault}`} />}
      <div aria-live="polite">
        {heard.map((one, at) => (
          <HeardCall key={one.call.id} heard={one} isNewest={at === 0} />
        ))}
      </div>
    </Paper>
  );
}

function HeardCall({ heard, isNewest }: { readonly heard: Heard; readonly isNewest: boolean }) {
  const { sample } = useTryOut();
  const { call } = heard;
  const { live, draft, isSame } = compareHeard(heard);
  return (
    <details className={styles.step} open={isNewest || undefined}>
      <summary>
        <strong>{formatTime(call.receivedAt)}</strong>
        <span className="quiet">{call.method}</span>
        <StateBadge tone={isSame ? 'good' : 'refused'} text={isSame ? 'the same answer' : 'another answer'} />
      </summary>
      <SimpleGrid cols={{ base: 1, sm: 2 }} pb="xs">
        <Shown title={`Live: ${live.title}`} text={live.body} of="the live call" />
        <Shown title={`Draft: ${draft.title}`} text={draft.body} of="the draft" />
      </SimpleGrid>
      <Group pb="xs" gap="xs">
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => sample.choose({ ...sample.choice, kind: 'call', callId: call.id })}
        >
          Use it as the sample
        </Button>
        <Text c="dimmed" size="xs">
          The draft sent nothing; what its steps asked others for is what the live call was answered.
        </Text>
      </Group>
    </details>
  );
}
