// Certificates as they are kept: what anybody may see as a document, keys and passphrases sealed.
import { z } from 'zod';
import type { ConfigStore, KeptCertificate } from '#main/ports/config-store.ts';
import type { SecretBox } from '#main/secrets/secret-box.ts';
import { DataKeyLost } from '#main/secrets/vault.ts';
import type { MadeCertificate } from './make-certificate.ts';

const Document = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('authority'), certificate: z.string() }),
  z.object({ kind: z.literal('made'), certificate: z.string() }),
  z.object({ kind: z.literal('files'), certificateFile: z.string(), keyFile: z.string().nullable() }),
  z.object({ kind: z.literal('uploaded') }),
  z.object({
    kind: z.literal('acme'),
    names: z.array(z.string()),
    email: z.string().nullable(),
    directoryUrl: z.string(),
    issuerAuthority: z.string().nullable(),
    certificate: z.string(),
  }),
  z.object({ kind: z.literal('account'), directoryUrl: z.string() }),
]);
export type Document = z.infer<typeof Document>;

/** What was uploaded; a PFX file holds its key, so that all of it is secret. */
export const Uploaded = z.object({
  certificate: z.string(),
  key: z.string().nullable(),
  passphrase: z.string().nullable(),
});
export type Uploaded = z.infer<typeof Uploaded>;

/** The ids of what there is one of. */
export const authorityId = 'authority';
export const madeId = 'made';
export const accountId = (directoryUrl: string): string => `account ${directoryUrl}`;

export interface Kept {
  readonly id: string;
  readonly document: Document;
  /** A private key as PEM, a passphrase, or what was uploaded. */
  readonly secret: string | null;
}

export interface Keeping {
  /** Whether the data key is open: until it is, what is sealed under it seems not to be kept. */
  isOpen(): boolean;
  all(): Promise<Kept[]>;
  put(...kept: readonly Kept[]): Promise<void>;
  remove(id: string): Promise<void>;
}

type Store = Pick<ConfigStore, 'certificates' | 'putCertificates' | 'removeCertificate'>;

export function createKeeping(store: Store, box: SecretBox): Keeping {
  const owner = (id: string) => `certificate ${id}`;
  const closed = ({ id, document, secret }: Kept): KeptCertificate => ({
    id,
    document: JSON.stringify(document),
    sealed: secret === null ? null : box.seal(secret, owner(id)),
  });
  return {
    isOpen: () => openOr(null, () => box.digest('')) !== null,
    all: async () =>
      (await store.certificates()).flatMap(({ id, document, sealed }) => {
        const secret = sealed === null ? null : openOr(undefined, () => box.open(sealed, owner(id)));
        return secret === undefined ? [] : [{ id, document: Document.parse(JSON.parse(document)), secret }];
      }),
    put: (...kept) => store.putCertificates(kept.map(closed)),
    remove: (id) => store.removeCertificate(id),
  };
}

/** What the data key opened, when it was not lost, is as if it were not there while it is. */
function openOr<T>(otherwise: T, open: () => string): string | T {
  try {
    return open();
  } catch (error) {
    if (error instanceof DataKeyLost) return otherwise;
    throw error;
  }
}

/** The certificate and key of one of these; null where there is none. */
export function madeOf(kept: readonly Kept[], id: string): MadeCertificate | null {
  const found = kept.find((one) => one.id === id);
  if (found === undefined || found.secret === null || !('certificate' in found.document)) return null;
  return { certificate: found.document.certificate, key: found.secret };
}
