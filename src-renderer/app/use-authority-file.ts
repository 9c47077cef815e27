import { useQuery } from '@tanstack/react-query';
import { authorityToTrust } from '#shared/hand-out/place.ts';
import { orpc } from './queries.ts';

/** The file of the authority that callers of an address have to trust; null where any system trusts it. */
export function useAuthorityFile(url: string | null): string | null {
  const status = useQuery(orpc.host.status.queryOptions()).data;
  const certificates = useQuery({
    ...orpc.certificates.list.queryOptions(),
    enabled: url?.startsWith('https:') ?? false,
  }).data;
  const hasHttps = status?.listeners.some(({ kind }) => kind === 'https') ?? false;
  return authorityToTrust(url, certificates ?? [], hasHttps);
}
