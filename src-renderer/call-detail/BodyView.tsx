import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { formatBytes } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { ShownBody } from '#shared/model/call.ts';
import { downloadBody } from './download-body.ts';
import { bytesOfBase64, hexDump } from './hex-dump.ts';
import { indentJson } from './indent-json.ts';
import styles from './CallDetail.module.css';

type View = 'pretty' | 'raw' | 'hex';

interface BodyViewProps {
  readonly id: string;
  readonly of: 'request' | 'response';
  readonly body: ShownBody | null;
}

/** A body as text or bytes. Whatever it holds, it is drawn as text and never as a page. */
export function BodyView({ id, of, body }: BodyViewProps) {
  const [chosen, setChosen] = useState<View | null>(null);
  const download = useMutation({ mutationFn: () => downloadBody(id, of) });
  if (body === null || body.bytes === 0) return <Text c="dimmed">No body.</Text>;
  const pretty = body.encoding === 'text' && !body.cut ? indentJson(body.data) : null;
  const views: View[] = [
    ...(pretty === null ? [] : ['pretty' as const]),
    ...(body.encoding === 'text' ? ['raw' as const] : []),
    'hex',
  ];
  const view = chosen !== null && views.includes(chosen) ? chosen : views[0]!;
  const text =
    view === 'pretty' && pretty !== null ? pretty : view === 'hex' ? hexDump(bytesOf(body)) : body.data;
  return (
    <section aria-label="Body">
      <Group justify="space-between" gap="xs" mb={6}>
        <Group gap="xs">
          <Text fw={600} size="xs">
            Body
          </Text>
          <Text size="xs" c="dimmed">
            {formatBytes(body.bytes)}
            {body.cut && ', the beginning is shown'}
          </Text>
        </Group>
        <Group gap="xs">
          {views.length > 1 && (
            <SegmentedControl
              aria-label="Show the body as"
              data={views.map((value) => ({ value, label: value }))}
              value={view}
              onChange={(value) => setChosen(views.find((it) => it === value) ?? null)}
            />
          )}
          <CopyButton text={text} name={`Copy the body of the ${of}`} />
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<Download size={13} aria-hidden />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            Download body
          </Button>
        </Group>
      </Group>
      {download.error && <ProblemNote error={download.error} />}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre className={styles.pre} data-view={view} tabIndex={0} aria-label={`Body of the ${of}`}>
        {text}
      </pre>
    </section>
  );
}

const bytesOf = ({ encoding, data }: ShownBody): Uint8Array =>
  encoding === 'base64' ? bytesOfBase64(data) : new TextEncoder().encode(data);
