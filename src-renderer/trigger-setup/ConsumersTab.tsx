// The Consumers tab: what to hand to each consumer so that it can call. Keys are not written down here.
import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { draftOf, type Integration } from '#shared/model/integration.ts';
import { orpc } from '#renderer/app/queries.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { curlLine, endpointAddress } from './example-address.ts';
import styles from './ConsumersTab.module.css';

export function ConsumersTab({ integration }: { integration: Integration }) {
  const bases = useQuery(orpc.host.status.queryOptions()).data;
  if (!bases) return null;
  const { trigger } = integration;
  const address = endpointAddress(bases.httpsBaseUrl ?? bases.httpBaseUrl, integration);
  const { authentication } = trigger;
  const consumers = authentication.kind === 'apiKeys' ? authentication.keys : null;
  return (
    <Stack gap="md" maw={960}>
      <Text>{answerInWords(trigger)}</Text>
      {consumers === null ? (
        <Consumer title="Anyone" line={curlLine(address, draftOf(integration), null)} />
      ) : (
        consumers.map(({ id, label, enabled }) => (
          <Consumer
            key={id}
            title={label}
            note={enabled ? undefined : 'The key is disabled: calls are answered 403.'}
            line={curlLine(address, draftOf(integration), label)}
          />
        ))
      )}
      {consumers?.length === 0 && <Text c="dimmed">No consumer yet: add a key on the tab Setup.</Text>}
    </Stack>
  );
}

function Consumer({ title, note, line }: { title: string; note?: string; line: string }) {
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb={4}>
        <Title order={2}>{title}</Title>
        <CopyButton text={line} label="Copy as curl" name={`Copy as curl: ${title}`} />
      </Group>
      {note !== undefined && <Text c="dimmed">{note}</Text>}
      <pre className={styles.line}>{line}</pre>
    </section>
  );
}

function answerInWords({ requestResponse }: Integration['trigger']): string {
  if (!requestResponse) {
    return 'A caller has 202 with a status address as soon as the call is safely on disk. GET on that address, with the same key, says how the call stands and what came of it.';
  }
  return `A caller waits for the result of the execution, at most ${requestResponse.timeoutSeconds} s; after that it has ${requestResponse.onTimeout} with a status address, and the call goes on.`;
}
