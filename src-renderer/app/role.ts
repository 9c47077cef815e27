// What the token of this page may do. The runtime decides; screens say it before somebody tries.
import { useQuery } from '@tanstack/react-query';
import { isAllowed, type Role, type SignedIn } from '#shared/model/access.ts';
import { orpc } from './queries.ts';

export const roleWords: Readonly<Record<Role, string>> = {
  support: 'Reads everything but secrets; changes nothing.',
  designer: 'Makes integrations and keys too, and looks after their lanes.',
  operator: 'May do everything: settings, access tokens, backups.',
};

export const useSignedIn = (): SignedIn | undefined =>
  useQuery(orpc.access.self.queryOptions({ staleTime: Infinity })).data;

/** Why somebody with the token of this page cannot do what needs a role; null where they can. */
export function useReasonAgainst(needed: Role, what = 'This'): string | null {
  const signedIn = useSignedIn();
  return signedIn === undefined ? null : reasonAgainstRole(signedIn.role, needed, what);
}

export const reasonAgainstRole = (role: Role, needed: Role, what = 'This'): string | null =>
  isAllowed(role, needed)
    ? null
    : `${what} needs the role ${needed}; the token of this page has the role ${role}.`;
