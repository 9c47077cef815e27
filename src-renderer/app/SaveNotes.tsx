import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { failureOf } from '#shared/contract/failure.ts';
import type { Integration } from '#shared/model/integration.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { client } from './client.ts';

interface SaveNotesProps {
  readonly error: unknown;
  readonly base: Integration | null;
  /** The newest version that is known; somebody else may have saved it. */
  readonly saved: Integration | null;
  readonly onLoad: (integration: Integration) => void;
}

/** What stands in the way of saving: a failure that is no field's, or a version saved by somebody else. */
export function SaveNotes({ error, base, saved, onLoad }: SaveNotesProps) {
  const load = useMutation({
    mutationFn: (id: string) => client.integrations.get({ id }),
    onSuccess: onLoad,
  });
  if (load.error) return <ProblemNote error={load.error} />;
  if (base && error && failureOf(error).code === 'version_stale') {
    return (
      <ProblemNote error={error}>
        <Button variant="default" size="compact-xs" onClick={() => load.mutate(base.id)}>
          Drop my changes and load the saved version
        </Button>
      </ProblemNote>
    );
  }
  if (error) return <ProblemNote error={error} />;
  if (base && saved && saved.version > base.version) {
    return (
      <Note
        tone="warning"
        text={`Version ${saved.version} was saved elsewhere; this page shows version ${base.version}.`}
      >
        <Button variant="default" size="compact-xs" onClick={() => onLoad(saved)}>
          Load version {saved.version}
        </Button>
      </Note>
    );
  }
  return null;
}
