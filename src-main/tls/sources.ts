import type { Result } from '#shared/result.ts';
import { acmeSource, identityOf, type Ordering } from './acme-source.ts';
import { fileSource } from './file-source.ts';
import { type Kept, Uploaded } from './kept.ts';
import type { Identity } from './identity.ts';
import { readIdentity } from './read-identity.ts';
import { createSource, type Source } from './source.ts';

/** What was uploaded, read. Problems: those of `readIdentity`. */
export const readUploaded = ({ certificate, key, passphrase }: Uploaded): Promise<Result<Identity>> =>
  readIdentity({
    certificate: Buffer.from(certificate, 'base64'),
    key: key === null ? null : Buffer.from(key, 'base64'),
    passphrase,
  });

/** What stays as it was uploaded. */
export function uploadedSource(id: string, uploaded: Uploaded): Source {
  return createSource({
    id,
    about: { kind: 'uploaded', files: null, acme: null },
    title: 'The uploaded certificate',
    isDue: ({ identity, problem }) => identity === null && problem === null,
    get: () => readUploaded(uploaded),
  });
}

/** The certificates of the operator, in the order in which they were added. */
export async function keptSources(all: readonly Kept[], ordering: Ordering): Promise<Source[]> {
  const sources: Source[] = [];
  for (const { id, document, secret } of all) {
    switch (document.kind) {
      case 'files':
        sources.push(fileSource(id, { ...document, passphrase: secret }));
        break;
      case 'uploaded':
        sources.push(uploadedSource(id, Uploaded.parse(JSON.parse(secret ?? '{}'))));
        break;
      case 'acme': {
        const { certificate, kind: _kind, ...wanted } = document;
        const first = secret === null ? null : await identityOf({ certificate, key: secret });
        sources.push(acmeSource(id, wanted, first?.ok ? first.value : null, ordering));
        break;
      }
      case 'authority':
      case 'made':
      case 'account':
        break;
    }
  }
  return sources;
}
