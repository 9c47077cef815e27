import { Button } from '@mantine/core';
import { useState } from 'react';
import { failureOf } from '#shared/contract/failure.ts';
import type { Integration } from '#shared/model/integration.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { CompareDraft } from './CompareDraft.tsx';
import type { DraftForm } from './draft.ts';

interface SaveNotesProps {
  readonly form: DraftForm;
  readonly error: unknown;
  readonly base: Integration | null;
  /** The newest version that is known; somebody else may have saved it. */
  readonly saved: Integration | null;
  readonly isDirty: boolean;
  readonly onSaveOver: (integration: Integration) => void;
  readonly onLoad: (integration: Integration) => void;
}

/** What stands in the way of saving: a failure that is no field's, or a version saved by somebody else. */
export function SaveNotes({ error, base, saved, ...rest }: SaveNotesProps) {
  const isStale = Boolean(error) && failureOf(error).code === 'version_stale';
  const newer = base && saved && saved.version > base.version ? saved : null;
  if (error && !(isStale && newer)) return <ProblemNote error={error} />;
  if (base === null || newer === null) return null;
  return (
    <Note
      tone={isStale ? 'problem' : 'warning'}
      text={
        isStale
          ? `Not saved: version ${newer.version} was saved by somebody else meanwhile.`
          : `Version ${newer.version} was saved elsewhere; this page shows version ${base.version}.`
      }
    >
      <Choice newer={newer} {...rest} />
    </Note>
  );
}

type ChoiceProps = Omit<SaveNotesProps, 'error' | 'base' | 'saved'> & { readonly newer: Integration };

function Choice({ form, newer, isDirty, onSaveOver, onLoad }: ChoiceProps) {
  const [isCompared, setCompared] = useState(false);
  const { version } = newer;
  return (
    <>
      {isDirty && (
        <>
          <Button variant="default" size="compact-xs" onClick={() => setCompared(true)}>
            Compare mine with version {version}
          </Button>
          <Button variant="default" size="compact-xs" onClick={() => onSaveOver(newer)}>
            Save mine over version {version}
          </Button>
        </>
      )}
      <Button variant="default" size="compact-xs" onClick={() => onLoad(newer)}>
        {isDirty ? `Drop mine and load version ${version}` : `Load version ${version}`}
      </Button>
      <CompareDraft form={form} to={newer} opened={isCompared} onClose={() => setCompared(false)} />
    </>
  );
}
