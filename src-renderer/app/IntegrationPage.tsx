import { Anchor, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { IntegrationEditor } from './IntegrationEditor.tsx';
import { orpc } from './queries.ts';

interface IntegrationPageProps {
  /** `new` for one that has none yet. */
  readonly id: string;
  readonly tab: string;
  readonly callDetail: (id: string, close: () => void) => ReactNode;
}

/** An editor of its own for each integration; a new one keeps it when it is saved for the first time. */
export function IntegrationPage({ id, ...shown }: IntegrationPageProps) {
  const [editor, setEditor] = useState({ id, number: 0, made: '' });
  if (editor.id !== id) {
    setEditor({ id, number: id === editor.made ? editor.number : editor.number + 1, made: '' });
  }
  const { number } = editor;
  const take = (made: string) => setEditor((now) => (now.number === number ? { ...now, made } : now));
  return <FoundIntegration key={number} id={id} onMade={take} {...shown} />;
}

function FoundIntegration({ id, ...shown }: IntegrationPageProps & { onMade: (id: string) => void }) {
  const isNew = id === 'new';
  const found = useQuery(orpc.integrations.get.queryOptions({ input: { id }, enabled: !isNew }));
  if (isNew || found.data) return <IntegrationEditor saved={found.data ?? null} {...shown} />;
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
