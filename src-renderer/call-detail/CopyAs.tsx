import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import { useAuthorityFile } from '#renderer/app/use-authority-file.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { harEntry } from '#shared/har.ts';
import type { CallDetail } from '#shared/model/call.ts';
import { curlCommand } from './curl.ts';
import { fetchSnippet } from './fetch-snippet.ts';

/** The request in the words of other programs, and the call's id. */
export function CopyAs({ call }: { readonly call: CallDetail }) {
  const status = useQuery(orpc.host.status.queryOptions()).data;
  const base = status?.httpBaseUrl ?? status?.httpsBaseUrl ?? null;
  const authorityFile = useAuthorityFile(base);
  const ways: readonly (readonly [label: string, text: string])[] =
    base === null
      ? []
      : [
          ['as curl', curlCommand(call, base, authorityFile)],
          ['as JavaScript', fetchSnippet(call, base)],
          ['as HAR entry', JSON.stringify(harEntry(call, base), null, 2)],
        ];
  return (
    <Group gap={4}>
      <Text size="xs" c="dimmed" aria-hidden>
        Copy
      </Text>
      {[...ways, ['id', call.id] as const].map(([label, text]) => (
        <CopyButton key={label} text={text} label={label} name={`Copy ${label}`} />
      ))}
    </Group>
  );
}
