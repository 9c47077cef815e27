import type { X509Certificate } from 'node:crypto';
import { authorityId, type Keeping, madeId, madeOf } from './kept.ts';
import { currentLocal, isLeafGood } from './local-authority.ts';
import { identityOf } from './acme-source.ts';
import { createSource, type Source } from './source.ts';

export interface MadeFor {
  /** The names and addresses of this machine, as they are now. */
  localNames(): readonly string[];
  readonly machine: string;
  now(): number;
}

/** The certificate that Hookline makes: for all names of the machine, renewed in the last third of its life. */
export function madeSource(keeping: Keeping, { localNames, machine, now }: MadeFor): Source {
  const isGood = (leaf: X509Certificate) => isLeafGood(leaf, localNames(), now());
  return createSource({
    id: madeId,
    about: { kind: 'made', files: null, acme: null },
    title: 'The certificate made by Hookline',
    isDue: ({ identity }) => identity === null || !isGood(identity.leaf),
    async get(isAsked) {
      // While the data key is not open, what is kept seems not to be there: HTTPS has a certificate of this life, which takes
      // the place of nothing, whenever the key is opened.
      const isOpen = keeping.isOpen();
      const all = await keeping.all();
      const kept = { authority: madeOf(all, authorityId), leaf: isAsked ? null : madeOf(all, madeId) };
      const { authority, leaf } = await currentLocal(kept, localNames(), { machine, now: now() });
      if (isOpen && (leaf !== kept.leaf || authority !== kept.authority)) {
        await keeping.put(
          {
            id: authorityId,
            document: { kind: 'authority', certificate: authority.certificate },
            secret: authority.key,
          },
          { id: madeId, document: { kind: 'made', certificate: leaf.certificate }, secret: leaf.key },
        );
      }
      return identityOf(leaf);
    },
  });
}
