import type { z } from 'zod';
import type { ClientCertificate as Rules } from '#shared/model/auth/client-certificate.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Refusal } from '#shared/result.ts';
import type { ClientCertificate } from '../incoming-call.ts';
import type { MakeVerifier } from './verifier.ts';

const maxLabelLength = 100;
const challenges = ['ClientCertificate realm="hookline"'];

/** A certificate that one of the installation's authorities for clients has issued; each list that is set must have it. */
export const clientCertificateVerifier: MakeVerifier<'clientCertificate'> = (rules, _trigger, deps) => ({
  challenges: () => challenges,
  verify({ clientCertificate: certificate, isSecure }) {
    if (certificate === null) {
      const detail = 'Call over TLS, with a client certificate.';
      const reason = isSecure
        ? 'No certificate was shown.'
        : 'The call did not come over TLS to Hookline itself.';
      return refuse(problem('certificate_missing', { detail, reason }));
    }
    const why = whyWrong(certificate, rules, deps.now());
    if (why !== null) return wrong(`The certificate of ${certificate.subject} ${why}.`);
    const { subject } = certificate;
    const keyLabel = (commonName(subject) ?? subject).slice(0, maxLabelLength);
    return ok({ keyId: null, consumer: subject, keyLabel, credentials: [] });
  },
});

const wrong = (reason: string): Refusal => refuse(problem('certificate_wrong', { reason }));

function whyWrong(
  certificate: ClientCertificate,
  rules: z.infer<typeof Rules>,
  nowMs: number,
): string | null {
  const { subject, issuer, names, fingerprint256, isTrusted, endsAtMs } = certificate;
  const { subjects, issuers, fingerprints } = rules;
  if (!isTrusted || nowMs > endsAtMs) {
    return 'is out of its dates, or no authority of the settings has issued it';
  }
  if (subjects.length > 0 && !isListed(subjects, [subject, commonName(subject), ...names])) {
    return 'is not one of the subjects of this trigger';
  }
  if (issuers.length > 0 && !isListed(issuers, [issuer, commonName(issuer)])) {
    return `was issued by ${issuer}, which is not one of the issuers of this trigger`;
  }
  return fingerprints.length > 0 && !fingerprints.includes(fingerprint256.replaceAll(':', ''))
    ? 'is not one of the fingerprints of this trigger'
    : null;
}

const isListed = (list: readonly string[], names: readonly (string | null)[]): boolean =>
  names.some((name) => name !== null && list.some((one) => one.toLowerCase() === name.toLowerCase()));

/** The CN of a name such as `CN=erp, O=Acme`; null where it has none, or several. A comma within a part is escaped. */
function commonName(subject: string): string | null {
  const [first, second] = subject.split(/(?<!\\), /).filter((part) => part.startsWith('CN='));
  return first === undefined || second !== undefined ? null : first.slice('CN='.length);
}
