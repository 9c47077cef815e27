import { ok, type Result } from '#shared/result.ts';
import type { Challenges } from './challenges.ts';
import { accountId, type Document, type Keeping } from './kept.ts';
import { isInLastThird } from './local-authority.ts';
import type { MadeCertificate } from './make-certificate.ts';
import type { OrderCertificate } from './order-certificate.ts';
import type { Identity } from './identity.ts';
import { readIdentity } from './read-identity.ts';
import { createSource, type Source } from './source.ts';

const hourMs = 60 * 60 * 1_000;
/** Issuers count failed orders, and refuse who has too many. */
const longestPauseMs = 12 * hourMs;

export interface Ordering {
  readonly keeping: Keeping;
  readonly challenges: Challenges;
  readonly order: OrderCertificate;
  now(): number;
}

export type Wanted = Omit<Extract<Document, { kind: 'acme' }>, 'kind' | 'certificate'>;

/** Orders a certificate and keeps it, with the account that it was ordered by. Problems: `certificate_not_issued`. */
export async function orderAndKeep(
  id: string,
  wanted: Wanted,
  { keeping, challenges, order }: Ordering,
): Promise<Result<Identity>> {
  const { directoryUrl } = wanted;
  const account = accountId(directoryUrl);
  const accountKey = (await keeping.all()).find((one) => one.id === account)?.secret ?? null;
  const ordered = await order({ ...wanted, accountKey }, challenges);
  if (!ordered.ok) return ordered;
  const { certificate, key } = ordered.value;
  const read = await identityOf({ certificate, key });
  if (!read.ok) return read;
  await keeping.put(
    { id, document: { kind: 'acme', ...wanted, certificate }, secret: key },
    { id: account, document: { kind: 'account', directoryUrl }, secret: ordered.value.accountKey },
  );
  return ok(read.value);
}

export const identityOf = ({ certificate, key }: MadeCertificate): Promise<Result<Identity>> =>
  readIdentity({ certificate: Buffer.from(certificate), key: Buffer.from(key), passphrase: null });

/** Ordered by ACME, and again in the last third of its life; after a failure with growing pauses. */
export function acmeSource(id: string, wanted: Wanted, first: Identity | null, ordering: Ordering): Source {
  const { names, directoryUrl, email } = wanted;
  let pauseMs = hourMs;
  let notBefore = 0;
  return createSource({
    id,
    about: { kind: 'acme', files: null, acme: { directoryUrl, email } },
    title: names[0] ?? directoryUrl,
    first,
    isDue: ({ identity }) =>
      ordering.now() >= notBefore && (identity === null || isInLastThird(identity.leaf, ordering.now())),
    async get() {
      const got = await orderAndKeep(id, wanted, ordering);
      notBefore = got.ok ? 0 : ordering.now() + pauseMs;
      pauseMs = got.ok ? hourMs : Math.min(pauseMs * 2, longestPauseMs);
      return got;
    },
  });
}
