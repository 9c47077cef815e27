import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { CodeView } from '#renderer/ui/CodeView.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { formatBytes, formatCount } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { ShownBody } from '#shared/model/call.ts';
import { type BodyForm, formsOf, pictureOf, textIn } from './body-forms.ts';
import { downloadBody } from './download-body.ts';
import { maxWholeBytes, partBytes, useBody } from './use-body.ts';
import styles from './CallDetail.module.css';

interface BodyViewProps {
  readonly id: string;
  readonly of: 'request' | 'response';
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: ShownBody | null;
}

export function BodyView({ body, ...rest }: BodyViewProps) {
  if (body === null || body.bytes === 0) return <Text c="dimmed">No body.</Text>;
  if (body.isLost)
    return (
      <Text c="red">The file of this body ({formatBytes(body.bytes)}) is gone from the data folder.</Text>
    );
  return <SomeBody {...rest} first={body} />;
}

/** A body as text, picture or bytes; of a large one a part at a time. */
function SomeBody({ id, of, headers, first }: Omit<BodyViewProps, 'body'> & { readonly first: ShownBody }) {
  const [chosen, setChosen] = useState<BodyForm | null>(null);
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const part = useBody({ id, of }, { first, type, isHex: chosen === 'hex' });
  const { body, from, isLoading, error, show } = part;
  const download = useMutation({ mutationFn: () => downloadBody({ id, of }) });
  const looked = { body, type };
  const forms = formsOf(looked);
  const form = chosen !== null && forms.includes(chosen) ? chosen : forms[0]!;
  const { text, language } = textIn(looked, form, part);
  const label = `Body of the ${of}`;
  const failed = error ?? download.error;
  return (
    <section aria-label="Body">
      <Group justify="space-between" gap="xs" mb={6}>
        <Group gap="xs">
          <Text fw={600} size="xs">
            Body
          </Text>
          <Text size="xs" c="dimmed">
            {formatBytes(first.bytes)}
            {first.isMasked && ', what the trigger hides is masked'}
          </Text>
        </Group>
        <Group gap="xs">
          {forms.length > 1 && (
            <SegmentedControl
              aria-label="Show the body as"
              data={[...forms]}
              value={form}
              onChange={(value) => setChosen(forms.find((it) => it === value) ?? null)}
            />
          )}
          {form !== 'image' && <CopyButton text={text} name={`Copy the body of the ${of}`} />}
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
      {first.cut && <Parts whole={first.bytes} shown={body} from={from} isLoading={isLoading} show={show} />}
      {failed && <ProblemNote error={failed} />}
      {form === 'image' ? (
        <img className={styles.picture} src={pictureOf(looked) ?? ''} alt={label} />
      ) : form === 'hex' ? (
        /* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */
        <pre className={styles.pre} data-view="hex" tabIndex={0} aria-label={label} aria-busy={isLoading}>
          {text}
        </pre>
      ) : (
        <CodeView text={text} language={language} label={label} />
      )}
    </section>
  );
}

interface PartsProps {
  readonly whole: number;
  readonly shown: ShownBody;
  readonly from: number;
  readonly isLoading: boolean;
  readonly show: (wanted: number | 'whole') => void;
}

/** Which part of a large body is shown, and the way to the others. */
function Parts({ whole, shown, from, isLoading, show }: PartsProps) {
  const to = Math.min(whole, from + partBytes);
  return (
    <Group gap="xs" mb={6} role="group" aria-label="Parts of the body">
      <Text size="xs" role="status">
        {shown.cut
          ? `Bytes ${formatCount(from)} to ${formatCount(to)} of ${formatCount(whole)} are shown.`
          : 'All of it is shown.'}
      </Text>
      {shown.cut && (
        <>
          <Button
            variant="default"
            size="compact-xs"
            disabled={from === 0}
            onClick={() => show(Math.max(0, from - partBytes))}
          >
            Previous part
          </Button>
          <Button
            variant="default"
            size="compact-xs"
            disabled={to >= whole}
            loading={isLoading}
            onClick={() => show(from + partBytes)}
          >
            Next part
          </Button>
          {whole <= maxWholeBytes && (
            <Button variant="default" size="compact-xs" onClick={() => show('whole')}>
              Show all
            </Button>
          )}
        </>
      )}
    </Group>
  );
}
