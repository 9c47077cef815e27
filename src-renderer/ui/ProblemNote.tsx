import type { ReactNode } from 'react';
import { failureOf } from '#shared/contract/failure.ts';
import { Note } from './Note.tsx';
import { sayProblem } from './words.ts';

/** What a failed request said, in words; `children` are what can be done about it. */
export function ProblemNote({ error, children }: { error: unknown; children?: ReactNode }) {
  return (
    <Note tone="problem" text={sayProblem(failureOf(error))}>
      {children}
    </Note>
  );
}
