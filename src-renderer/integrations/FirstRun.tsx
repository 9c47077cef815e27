// What a new installation shows: from nothing to a called endpoint.
import { Button, Code, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { importPlace } from '#renderer/app/window-commands.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';

export function FirstRun({ newPlace }: { readonly newPlace: string }) {
  const status = useQuery(orpc.host.status.queryOptions());
  const reason = useReasonAgainst('designer');
  const examples = useMutation(
    orpc.installation.loadExamples.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const address = status.data?.httpBaseUrl ?? status.data?.httpsBaseUrl;
  const linkOr = (to: string, label: string, isFirst = false) =>
    reason === null ? (
      <Button component={Link} to={to} variant={isFirst ? 'filled' : 'default'}>
        {label}
      </Button>
    ) : (
      <ReasonedButton reason={reason}>{label}</ReasonedButton>
    );
  return (
    <Stack gap="md" py="lg" maw={960}>
      <Title order={2}>No integrations yet</Title>
      <Text c="dimmed" maw={640}>
        An integration has an address that others call, and a workflow that each call runs.
        {address && (
          <>
            {' '}
            Calls are received at <Code>{address}</Code>, from this machine only until you say otherwise.
          </>
        )}
      </Text>
      {examples.error && <ProblemNote error={examples.error} />}
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
        <Way
          title="Create an integration"
          text="Give it a name and save: its address answers at once, and the test panel sends the first call."
        >
          {linkOr(newPlace, 'Create an integration', true)}
        </Way>
        <Way
          title="Begin with examples"
          text="Work orders in strict order, an order that is confirmed in XML, a question for stock: with keys, and databases of their own."
        >
          <ReasonedButton
            variant="default"
            reason={reason}
            loading={examples.isPending}
            onClick={() => examples.mutate({})}
          >
            Load the examples
          </ReasonedButton>
        </Way>
        <Way
          title="Open an installation file"
          text="From another installation, or from git. What it would change is shown before anything is; a file can be dropped into this window too."
        >
          {linkOr(importPlace, 'Open a file')}
        </Way>
      </SimpleGrid>
    </Stack>
  );
}

function Way({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <Stack component="section" aria-label={title} gap="xs" align="flex-start">
      <Title order={3}>{title}</Title>
      <Text size="sm" c="dimmed" style={{ flexGrow: 1 }}>
        {text}
      </Text>
      {children}
    </Stack>
  );
}
