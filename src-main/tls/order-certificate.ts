// ACME (RFC 8555) through a library that is loaded with the first order.
import { Agent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { problem } from '#shared/problem.ts';
import { ok, type Result, refuse } from '#shared/result.ts';
import type { Challenges } from './challenges.ts';
import { messageOf } from './identity.ts';

export interface CertificateOrder {
  readonly names: readonly string[];
  readonly email: string | null;
  readonly directoryUrl: string;
  /** PEM of who issued the certificate of that server, where it is nobody well known. */
  readonly issuerAuthority: string | null;
  /** The account's key, as PEM; null makes one. */
  readonly accountKey: string | null;
}

export interface OrderedCertificate {
  /** With its chain, as PEM. */
  readonly certificate: string;
  readonly key: string;
  readonly accountKey: string;
}

/** Problems: `certificate_not_issued`. */
export type OrderCertificate = (
  order: CertificateOrder,
  challenges: Challenges,
) => Promise<Result<OrderedCertificate>>;

const requestTimeoutMs = 30_000;

export const orderCertificate: OrderCertificate = async (order, challenges) => {
  const acme = await import('acme-client');
  const { issuerAuthority, directoryUrl, names } = order;
  const ca = issuerAuthority === null ? rootCertificates : [...rootCertificates, issuerAuthority];
  // One order is on its way at a time, so that what all of them share can be set for each. A request is not repeated
  // by itself: an issuer may ask for hours of patience, and a failed order is tried again later anyhow.
  Object.assign(acme.axios.defaults, {
    httpsAgent: new Agent({ ca: [...ca] }),
    timeout: requestTimeoutMs,
    acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 0 },
  });
  const accountKey = order.accountKey ?? (await acme.crypto.createPrivateEcdsaKey()).toString();
  const client = new acme.Client({
    directoryUrl,
    accountKey,
    backoffAttempts: 10,
    backoffMin: 1_000,
    backoffMax: 10_000,
  });
  try {
    const key = await acme.crypto.createPrivateEcdsaKey();
    const [, csr] = await acme.crypto.createCsr({ altNames: [...names] }, key);
    const certificate = await client.auto({
      csr,
      ...(order.email === null ? {} : { email: order.email }),
      termsOfServiceAgreed: true,
      challengePriority: ['http-01'],
      // This machine may not reach itself by its public name.
      skipChallengeVerification: true,
      challengeCreateFn: async (_authz, { token }, answer) => challenges.put(token, answer),
      challengeRemoveFn: async (_authz, { token }) => challenges.remove(token),
    });
    return ok({ certificate, key: key.toString(), accountKey });
  } catch (error) {
    const detail = `${new URL(directoryUrl).hostname} has not issued it: ${messageOf(error)} Each name has to lead to this machine, and its port 80 to the HTTP listener of Hookline.`;
    return refuse(problem('certificate_not_issued', { path: 'names', detail }));
  }
};
