import { endpointAddress } from '../example-address.ts';
import type { CertificateStatus } from '../model/certificate.ts';
import type { Integration } from '../model/integration.ts';
import type { HostStatus } from '../model/setting.ts';
import { authorityFile } from '../trust-instructions.ts';

/** Where callers reach an installation, and whom they have to trust there. */
export interface Place {
  /** Those that there are, HTTPS first. */
  readonly baseUrls: readonly string[];
  /** Of the local authority, where it has issued what HTTPS shows; null where any system trusts it. */
  readonly authorityFile: string | null;
  /** Of Hookline. */
  readonly version: string;
}

export const placeOf = (
  status: Pick<HostStatus, 'httpBaseUrl' | 'httpsBaseUrl' | 'version'>,
  certificates: readonly CertificateStatus[],
  hasHttps: boolean,
): Place => ({
  baseUrls: [status.httpsBaseUrl, status.httpBaseUrl].flatMap((url) => url?.replace(/\/+$/, '') ?? []),
  authorityFile: authorityToTrust(status.httpsBaseUrl, certificates, hasHttps),
  version: status.version,
});

/**
 * The file of the authority that callers of an address have to trust: where no certificate but the one that Hookline
 * made is for its host. Null where another one is, or the address is none over TLS. `hasHttps`: TLS ends here, and not
 * in a proxy with a certificate of its own.
 */
export function authorityToTrust(
  url: string | null,
  certificates: readonly Pick<CertificateStatus, 'kind' | 'facts'>[],
  hasHttps: boolean,
): string | null {
  if (url === null || !url.startsWith('https:') || !hasHttps) return null;
  const host =
    (/^https:\/\/(?:\[([^\]]+)\]|([^/:]+))/i.exec(url) ?? []).slice(1).find(Boolean)?.toLowerCase() ?? '';
  const isOwn = certificates.some(
    ({ kind, facts }) => kind !== 'made' && facts !== null && facts.names.some((name) => fits(name, host)),
  );
  return !isOwn && certificates.some(({ kind }) => kind === 'made') ? authorityFile : null;
}

/** A wildcard stands for one label (RFC 9525, 6.3). */
const fits = (name: string, host: string): boolean =>
  name.toLowerCase() === host ||
  (name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1).toLowerCase());

/** Where one integration is called, best address first. */
export const basesFor = (place: Place, { trigger }: Integration): readonly string[] =>
  trigger.httpsOnly || asksForCertificate(trigger.authentication)
    ? place.baseUrls.filter((url) => url.startsWith('https:'))
    : place.baseUrls;

/** One of several kinds may do without. */
const asksForCertificate = (authentication: Integration['trigger']['authentication']): boolean =>
  authentication.kind === 'clientCertificate' ||
  (authentication.kind === 'all' && authentication.all.some(({ kind }) => kind === 'clientCertificate'));

/** Its best address; with a host still to be named where nothing listens. */
export const bestAddress = (place: Place, integration: Integration): string =>
  endpointAddress(basesFor(place, integration)[0] ?? 'https://<host>', integration);

const thisMachine = /^https?:\/\/(?:localhost|[^/:]+\.localhost|127(?:\.\d+){3}|\[::1\])(?=[:/]|$)/i;

/** What stands first in all that is handed out where it names no address but those of Hookline's own machine; else null. */
export const hereOnly = ({ baseUrls }: Place): string | null =>
  baseUrls.length > 0 && baseUrls.every((url) => thisMachine.test(url))
    ? 'Nobody elsewhere can call this yet: its address is one of the machine of Hookline alone. Under Settings, Public address has the address that callers use, and Expose on the network lets other machines in.'
    : null;
