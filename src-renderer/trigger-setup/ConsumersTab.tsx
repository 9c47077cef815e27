// The Consumers tab: what to hand to each consumer so that it can call. Keys are not written down here.
import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { KeyUse } from '#shared/model/key-use.ts';
import type { ConsumerPlace } from '#shared/contract/consumers.ts';
import { consumersOf } from '#shared/model/consumers-of.ts';
import { draftOf, type Integration } from '#shared/model/integration.ts';
import { orpc } from '#renderer/app/queries.ts';
import { useAuthorityFile } from '#renderer/app/use-authority-file.ts';
import { formatDay } from '#renderer/ui/format.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { CallsPerDay } from '#renderer/ui/keys/CallsPerDay.tsx';
import { useInWords } from '#renderer/ui/keys/key-use-words.ts';
import { HandOutButtons } from './HandOutButtons.tsx';
import { useKeyUses } from './use-key-uses.ts';
import { endpointAddress } from '#shared/example-address.ts';
import { curlSample } from '#shared/samples/curl.ts';
import { apiKeysOf } from '#shared/model/secrets-of.ts';
import { sampleOf } from '#shared/samples/sample-of.ts';
import { waysIn, type WayIn } from '#shared/samples/ways-in.ts';
import styles from './ConsumersTab.module.css';

export function ConsumersTab({ integration }: { integration: Integration }) {
  const bases = useQuery(orpc.host.status.queryOptions()).data;
  const uses = useKeyUses(apiKeysOf(integration.trigger.authentication).map(({ id }) => id));
  const consumers = useQuery(orpc.consumers.list.queryOptions()).data ?? [];
  const nowMs = useNow(10_000);
  const { trigger } = integration;
  const base = bases?.httpsBaseUrl ?? (trigger.httpsOnly ? null : bases?.httpBaseUrl) ?? null;
  const authorityFile = useAuthorityFile(base);
  if (!bases) return null;
  if (base === null) return <Text c="dimmed">No listener that takes its calls is on.</Text>;
  const address = endpointAddress(base, integration);
  const draft = draftOf(integration);
  const known = new Set(consumersOf(trigger.authentication));
  const shared = consumers.filter(({ id }) => known.has(id));
  const ways = [
    ...waysIn(draft.trigger.authentication),
    ...waysIn({ kind: 'apiKeys', keys: shared.map(keyOf) }),
  ];
  const foundUse = (id: string) => uses.get(id) ?? shared.find((one) => one.id === id)?.use;
  return (
    <Stack gap="md" maw={960}>
      <Text>{answerInWords(trigger)}</Text>
      <HandOutButtons integration={integration} />
      {ways.map(({ id, ...way }) => (
        <Consumer
          key={id ?? way.label}
          title={way.label}
          note={whyRefused(way, nowMs)}
          use={id === undefined ? undefined : <UseOfKey use={foundUse(id)} nowMs={nowMs} />}
          line={curlSample(sampleOf(address, draft, { proof: way.proof, authorityFile }), ' ')}
        />
      ))}
      {ways.length === 0 && <Text c="dimmed">No consumer yet: add one on the tab Setup.</Text>}
    </Stack>
  );
}

const keyOf = ({ id, label, enabled, expiresAt }: ConsumerPlace) => ({ id, label, enabled, expiresAt });

function UseOfKey({ use, nowMs }: { use: KeyUse | undefined; nowMs: number }) {
  return (
    <>
      <Text size="xs">{useInWords(use, nowMs)}</Text>
      {use !== undefined && use.days.length > 0 && <CallsPerDay use={use} nowMs={nowMs} />}
    </>
  );
}

function whyRefused({ enabled, expiresAt }: Pick<WayIn, 'enabled' | 'expiresAt'>, nowMs: number) {
  if (!enabled) return 'The key is disabled: calls are refused.';
  if (typeof expiresAt !== 'string') return undefined;
  return Date.parse(expiresAt) <= nowMs
    ? `The key expired on ${formatDay(expiresAt)}: calls are answered 403.`
    : `The key expires on ${formatDay(expiresAt)}.`;
}

interface ConsumerProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly use?: ReactNode;
  readonly line: string;
}

function Consumer({ title, note, use, line }: ConsumerProps) {
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb={4}>
        <Title order={2}>{title}</Title>
        <CopyButton text={line} label="Copy as curl" name={`Copy as curl: ${title}`} />
      </Group>
      {note !== undefined && <Text c="dimmed">{note}</Text>}
      {use}
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
