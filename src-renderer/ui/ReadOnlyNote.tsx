import { Note } from './Note.tsx';

/** Why the fields of a page cannot be filled in: `reason`; null where they can. */
export function ReadOnlyNote({ reason }: { readonly reason: string | null }) {
  return reason === null ? null : <Note tone="plain" text={`This page is for looking only. ${reason}`} />;
}
