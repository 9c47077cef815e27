import type { SingleAuthentication } from '#shared/model/auth.ts';
import { kindTitles } from '#renderer/ui/authentication-words.ts';

export type SingleKind = SingleAuthentication['kind'];

const isSingle = (kind: string): kind is SingleKind => kind !== 'any' && kind !== 'all';

/** The kinds that may be combined, in the order of the menu. */
export const singleKinds: readonly SingleKind[] = Object.keys(kindTitles).filter(isSingle);
