import { Anchor, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { IntegrationEditor } from './IntegrationEditor.tsx';
import { orpc } from './queries.ts';

interface IntegrationPageProps {
  readonly id: string;
  readonly tab: string;
  readonly callDetail: (id: string, close: () => void) => ReactNode;
}

export function IntegrationPage({ id, tab, callDetail }: IntegrationPageProps) {
  const found = useQuery(orpc.integrations.get.queryOptions({ input: { id } }));
  if (found.data) return <IntegrationEditor saved={found.data} tab={tab} callDetail={callDetail} />;
  return (
    <>
      <PageHead title="Integration" />
      {found.error ? (
        <ProblemNote error={found.error}>
          <Anchor component={Link} to="/">
            Integrations
          </Anchor>
        </ProblemNote>
      ) : (
        <Loader size="sm" aria-label="Loading" />
      )}
    </>
  );
}
