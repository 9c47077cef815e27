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
export function useReasonAgainst(needed: Role): string | null {
  const signedIn = useSignedIn();
  return signedIn === undefined ? null : reasonAgainstRole(signedIn.role, needed);
}

export const reasonAgainstRole = (role: Role, needed: Role): string | null =>
  isAllowed(role, needed)
    ? null
    : `This needs the role ${needed}; the token of this page has the role ${role}.`;
