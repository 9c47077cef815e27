import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import { CodeField } from '#renderer/ui/CodeField.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';

/** A version as it was saved, to be read. */
export function VersionView({ id, version }: { id: string; version: number }) {
  const found = useQuery(orpc.integrations.version.queryOptions({ input: { id, version } }));
  if (found.error) return <ProblemNote error={found.error} />;
  if (!found.data) return <Loader size="sm" aria-label="Loading" />;
  return (
    <CodeField
      label={`Version ${version} as JSON`}
      language="json"
      value={JSON.stringify(found.data, null, 2)}
      readOnly
    />
  );
}
