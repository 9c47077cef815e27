// What differs from one installation to the next: values, secrets and connections that workflows name.
import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { ConnectionsSection } from './ConnectionsSection.tsx';
import { ValuesSection } from './ValuesSection.tsx';

const everyMs = 10_000;

export function EnvironmentPage() {
  const values = useQuery({ ...orpc.environment.list.queryOptions(), refetchInterval: everyMs });
  const connections = useQuery({ ...orpc.connections.list.queryOptions(), refetchInterval: everyMs });
  const error = values.error ?? connections.error;
  return (
    <>
      <PageHead title="Environment" />
      {error && <ProblemNote error={error} />}
      {(values.isPending || connections.isPending) && <Loader size="sm" aria-label="Loading" />}
      {values.data && <ValuesSection values={values.data} />}
      {connections.data && <ConnectionsSection connections={connections.data} />}
    </>
  );
}
