import { Button, Group, Loader, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { HandOutBlock, HandOutFormat } from '#shared/model/hand-out.ts';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';
import { HandOutView } from './HandOutView.tsx';
import { ProblemNote } from './ProblemNote.tsx';
import { saveAsFile } from './save-as-file.ts';

/** What is handed to those who call, and how to have it. */
export interface HandOut {
  /** The id of the integration or consumer. */
  readonly id: string;
  readonly name: string;
  readonly page: (format: HandOutFormat) => Promise<{
    readonly fileName: string;
    readonly text: string;
    readonly blocks: readonly HandOutBlock[];
  }>;
  readonly openapi: () => Promise<object>;
}

/** Saves the OpenAPI document as a file. */
export async function downloadOpenapi({ name, openapi }: HandOut): Promise<void> {
  const text = `${JSON.stringify(await openapi(), null, 2)}\n`;
  saveAsFile(`${name}.openapi.json`, new TextEncoder().encode(text));
}

async function downloadPage({ page }: HandOut, format: HandOutFormat): Promise<void> {
  const { fileName, text } = await page(format);
  saveAsFile(fileName, new TextEncoder().encode(text));
}

/** A look at the page for who calls, and it and the OpenAPI document as files. */
export function HandOutDialog({
  of,
  opened,
  onClose,
}: {
  readonly of: HandOut;
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={`Hand-out: ${of.name}`} opened={opened} onClose={onClose} size="xl">
      <Preview of={of} />
    </Dialog>
  );
}

function Preview({ of }: { readonly of: HandOut }) {
  const page = useQuery({
    queryKey: ['hand-out', of.id],
    queryFn: () => of.page('markdown'),
    staleTime: 0,
  });
  const download = useMutation({
    mutationFn: (what: HandOutFormat | 'openapi') =>
      what === 'openapi' ? downloadOpenapi(of) : downloadPage(of, what),
  });
  const save = (what: HandOutFormat | 'openapi', label: string) => (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<Download size={13} aria-hidden />}
      loading={download.isPending && download.variables === what}
      onClick={() => download.mutate(what)}
    >
      {label}
    </Button>
  );
  const failed = page.error ?? download.error;
  return (
    <>
      <Text mb="xs">
        One page for who calls, with samples. Keys are handed over apart from it: it names their places and
        holds none.
      </Text>
      <Group gap="xs" mb="xs">
        {save('html', 'Download as HTML')}
        {save('markdown', 'Download as Markdown')}
        {save('openapi', 'Download as OpenAPI')}
        {page.data && <CopyButton text={page.data.text} label="Copy as Markdown" />}
      </Group>
      {failed && <ProblemNote error={failed} />}
      {!page.data && !page.error && <Loader size="sm" aria-label="Loading" />}
      {page.data && <HandOutView blocks={page.data.blocks} />}
    </>
  );
}
