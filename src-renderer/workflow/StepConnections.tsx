import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { connectionKindsOf } from '#shared/model/connection-kinds.ts';
import type { DraftForm } from '#renderer/app/draft.ts';
import { orpc } from '#renderer/app/queries.ts';
import { ConnectionNames } from '#renderer/ui/ConnectionField.tsx';

/** Lets the steps within choose of the connections that their kind goes over. */
export function StepConnections({
  form,
  children,
}: {
  readonly form: DraftForm;
  readonly children: ReactNode;
}) {
  const { data } = useQuery(orpc.connections.list.queryOptions());
  const namesAt = (path: string): readonly string[] | null => {
    if (data === undefined) return null;
    const step = form.getValues(path.slice(0, path.lastIndexOf('.')) as 'workflow.0');
    const kinds = kindsFor(step?.kind);
    return data.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  };
  return <ConnectionNames value={namesAt}>{children}</ConnectionNames>;
}

const kindsFor = (kind: string | undefined): readonly string[] =>
  Object.entries(connectionKindsOf).find(([step]) => step === kind)?.[1] ?? [];
