import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download, FileText } from 'lucide-react';
import { useState } from 'react';
import { client } from '#renderer/app/client.ts';
import { downloadOpenapi, type HandOut, HandOutDialog } from '#renderer/ui/HandOutDialog.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { Integration } from '#shared/model/integration.ts';

/** What is handed to those who call this integration. */
export function HandOutButtons({ integration: { id, name } }: { readonly integration: Integration }) {
  const [opened, setOpened] = useState(false);
  const of: HandOut = {
    id,
    name,
    page: (format) => client.handOuts.integration({ id, format }),
    openapi: () => client.handOuts.integrationApi({ id }),
  };
  const download = useMutation({ mutationFn: () => downloadOpenapi(of) });
  return (
    <>
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<FileText size={14} aria-hidden />}
          onClick={() => setOpened(true)}
        >
          Hand-out
        </Button>
        <Button
          variant="default"
          leftSection={<Download size={14} aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          OpenAPI document
        </Button>
      </Group>
      {download.error && <ProblemNote error={download.error} />}
      <HandOutDialog of={of} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
