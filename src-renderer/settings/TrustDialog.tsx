import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { saveAsFile } from '#renderer/ui/save-as-file.ts';
import { authorityFile, trustInstructions } from '#shared/trust-instructions.ts';

interface TrustDialogProps {
  readonly opened: boolean;
  readonly httpsUrl: string | null;
  readonly onClose: () => void;
}

/** The authority's certificate to take along, and how each platform comes to trust it. */
export function TrustDialog({ opened, httpsUrl, onClose }: TrustDialogProps) {
  const authority = useQuery(orpc.certificates.authority.queryOptions({ enabled: opened }));
  return (
    <Dialog title="Trust the local authority" opened={opened} onClose={onClose} size="lg">
      <Stack gap="sm">
        <Text>
          The certificate made by Hookline is issued by an authority of this installation alone. A machine
          that trusts it accepts the certificate, and every later one.
        </Text>
        {authority.error && <ProblemNote error={authority.error} />}
        {authority.data && (
          <>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {authority.data.subject}, until {authority.data.to.slice(0, 10)}, SHA-256{' '}
              <span className="mono">{authority.data.fingerprint256}</span>
            </Text>
            <Group gap="xs">
              <Button
                data-autofocus
                onClick={() => saveAsFile(authorityFile, new TextEncoder().encode(authority.data.pem))}
              >
                Download {authorityFile}
              </Button>
              <CopyButton text={authority.data.pem} label="Copy as PEM" />
            </Group>
          </>
        )}
        {trustInstructions(httpsUrl ?? 'https://localhost:8443').map(
          ({ platform, title, text, commands }) => (
            <section key={platform} aria-label={title}>
              <Title order={3} size="sm">
                {title}
              </Title>
              <Text size="xs">{text}</Text>
              {commands.length > 0 && (
                <Group gap={6} align="flex-start" wrap="nowrap" mt={4}>
                  <Code
                    block
                    style={{ flex: 1, minWidth: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
                  >
                    {commands.join('\n')}
                  </Code>
                  <CopyButton text={commands.join('\n')} name={`Copy the command for ${title}`} />
                </Group>
              )}
            </section>
          ),
        )}
      </Stack>
    </Dialog>
  );
}
