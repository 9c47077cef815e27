import {
  ActionIcon,
  Anchor,
  Button,
  Group,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { TestAnswer } from '#shared/contract/integrations.ts';
import type { Integration } from '#shared/model/integration.ts';
import { Method } from '#shared/model/trigger.ts';
import { orpc } from '#renderer/app/queries.ts';
import { formatBytes, formatMs } from '#renderer/ui/format.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { exampleQuery } from '#shared/example-address.ts';
import { sampleBody } from '#shared/samples/sample-of.ts';
import styles from './TestPanel.module.css';

interface TestPanelProps {
  readonly integration: Integration;
  readonly isDirty: boolean;
  readonly onClose: () => void;
}

/** Sends a real call, with a key of its own, and shows the answer. */
export function TestPanel({ integration, isDirty, onClose }: TestPanelProps) {
  const { methods, queryParameters } = integration.trigger;
  const [method, setMethod] = useState<Method>(methods.includes('POST') ? 'POST' : (methods[0] ?? 'POST'));
  const [query, setQuery] = useState(() => exampleQuery(queryParameters));
  const [sample] = useState(() => sampleBody(integration.trigger));
  const [contentType, setContentType] = useState(sample.type);
  const [body, setBody] = useState(sample.text);
  const test = useMutation(orpc.integrations.test.mutationOptions());
  const id = useId();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    // At once and without a glide, as whoever wants less motion has it.
    title.current?.scrollIntoView({ block: 'start' });
    title.current?.focus({ preventScroll: true });
    return () => {
      // Closed from within, its focus is nowhere.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const send = () =>
    test.mutate({
      id: integration.id,
      method,
      query: query.replace(/^\?/, ''),
      ...(body === '' ? {} : { body, contentType: contentType === '' ? undefined : contentType }),
    });
  return (
    <Paper component="section" withBorder p="sm" mb="sm" aria-labelledby={id}>
      <Group justify="space-between" mb="xs">
        <Title order={2} id={id} ref={title} tabIndex={-1} className={styles.title}>
          Test
        </Title>
        <ActionIcon aria-label="Close the test" onClick={onClose}>
          <X size={15} aria-hidden />
        </ActionIcon>
      </Group>
      {isDirty && (
        <Note
          tone="plain"
          text={`The saved version ${integration.version} is tested, without the changes on this page.`}
        />
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} mt="xs">
        <Stack gap="xs">
          <Group gap="xs" wrap="nowrap" align="flex-end">
            <Select
              label="Method"
              data={methods}
              value={method}
              onChange={(value) => setMethod(Method.catch(method).parse(value))}
              w={100}
            />
            <TextInput
              label="Query"
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
              style={{ flex: 1 }}
              spellCheck={false}
            />
          </Group>
          <TextInput
            label="Content type"
            value={contentType}
            onChange={(event) => setContentType(event.currentTarget.value)}
            spellCheck={false}
          />
          <Textarea
            label="Body"
            autosize
            minRows={3}
            maxRows={14}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
            spellCheck={false}
            styles={monospace}
          />
          <Group>
            <Button loading={test.isPending} onClick={send}>
              Send
            </Button>
          </Group>
        </Stack>
        <div aria-live="polite">
          {test.error && <ProblemNote error={test.error} />}
          {test.data && <Answer answer={test.data} />}
          {!test.data && !test.error && <Text c="dimmed">The answer stands here.</Text>}
        </div>
      </SimpleGrid>
    </Paper>
  );
}

const monospace = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

const describeBody = ({ bytes, encoding, cut }: TestAnswer['body']): string =>
  [formatBytes(bytes), encoding === 'base64' ? 'as base64' : '', cut ? 'the beginning only' : '']
    .filter((part) => part !== '')
    .join(', ');

function Answer({ answer: { status, headers, body, durationMs, callId } }: { answer: TestAnswer }) {
  return (
    <Stack gap="xs">
      <Group gap="md">
        <Text fw={600}>Answered {status}</Text>
        <Text c="dimmed">{formatMs(durationMs)}</Text>
        {callId !== null && (
          <Anchor component={Link} to={`/calls/${callId}`} size="sm">
            Open the call
          </Anchor>
        )}
      </Group>
      <dl className={styles.headers} aria-label="Headers">
        {headers.map(([name, value], at) => (
          <div key={at}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {body.bytes === 0 ? (
        <Text c="dimmed">No body.</Text>
      ) : (
        <Textarea
          label="Body of the answer"
          description={describeBody(body)}
          readOnly
          autosize
          maxRows={14}
          value={body.data}
          styles={monospace}
        />
      )}
    </Stack>
  );
}
