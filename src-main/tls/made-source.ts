import type { X509Certificate } from 'node:crypto';
import { authorityId, type Kept, type Keeping, madeId, madeOf } from './kept.ts';
import { currentLocal, isLeafGood } from './local-authority.ts';
import { identityOf } from './acme-source.ts';
import { DataKeyLost } from '#main/secrets/vault.ts';
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
      const all = await keeping.all();
      const kept = { authority: madeOf(all, authorityId), leaf: isAsked ? null : madeOf(all, madeId) };
      const { authority, leaf } = await currentLocal(kept, localNames(), { machine, now: now() });
      if (leaf !== kept.leaf || authority !== kept.authority) {
        await keepIfPossible(
          keeping,
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

/** Where the data key is lost, nothing can be kept: HTTPS then has a certificate of this life. */
async function keepIfPossible(keeping: Keeping, ...made: readonly Kept[]): Promise<void> {
  try {
    await keeping.put(...made);
  } catch (error) {
    if (!(error instanceof DataKeyLost)) throw error;
  }
}
