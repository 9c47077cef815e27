import { z } from 'zod';

/** A host name as certificates have it, in lower case. */
const HostName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    'This is not a host name such as hooks.example.com.',
  );

const mebibyte = 1024 * 1024;
const Contents = z.base64().min(1).max(mebibyte);
const Passphrase = z.string().max(1_000).nullable().default(null).meta({ title: 'Passphrase', secret: true });

export const letsEncrypt = 'https://acme-v02.api.letsencrypt.org/directory';

/** A certificate as handed in. */
export const CertificateDraft = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('files'),
    /** On the machine of the service: PEM with its chain, or PFX. Read again whenever it changes. */
    certificateFile: z.string().min(1).max(4_096).meta({ title: 'Certificate file' }),
    /** Null where the key stands in the same file. */
    keyFile: z.string().min(1).max(4_096).nullable().default(null).meta({ title: 'Key file' }),
    passphrase: Passphrase,
  }),
  z.strictObject({
    kind: z.literal('uploaded'),
    /** The bytes of a PEM or PFX file, as base64. */
    certificate: Contents.meta({ title: 'Certificate' }),
    key: Contents.nullable().default(null).meta({ title: 'Key', secret: true }),
    passphrase: Passphrase,
  }),
  z.strictObject({
    kind: z.literal('acme'),
    names: z
      .array(HostName)
      .min(1, 'At least one host name is required.')
      .max(100)
      .meta({ title: 'Host names' }),
    /** Where the issuer warns of what is wrong with a certificate. */
    email: z.email().nullable().default(null).meta({ title: 'E-mail' }),
    directoryUrl: z
      .url({ protocol: /^https$/ })
      .default(letsEncrypt)
      .meta({ title: 'Directory of the issuer' }),
    /** PEM; where the issuer's own server has a certificate that this machine does not trust. */
    issuerAuthority: z
      .string()
      .max(mebibyte)
      .nullable()
      .default(null)
      .meta({ title: 'Authority of the issuer' }),
  }),
]);
export type CertificateDraft = z.infer<typeof CertificateDraft>;
export type CertificateDraftInput = z.input<typeof CertificateDraft>;

/** What is not as callers need it. */
export const CertificateFinding = z.object({
  code: z.enum([
    'certificate_expired',
    'certificate_weak',
    'not_yet_valid',
    'no_names',
    'public_name_missing',
    'chain_reordered',
    'chain_open',
    'self_signed',
  ]),
  /** What is so, and what helps. */
  text: z.string(),
  /** It is not taken: no caller would accept it. */
  isGrave: z.boolean(),
});
export type CertificateFinding = z.infer<typeof CertificateFinding>;

/** What a certificate says of itself. */
export const CertificateFacts = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** Host names and addresses that it is for. */
  names: z.array(z.string()),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Whole days until it runs out; negative afterwards. */
  daysLeft: z.number().int(),
  /** `AB:CD:…`, of its SHA-256. */
  fingerprint256: z.string(),
  findings: z.array(CertificateFinding),
});
export type CertificateFacts = z.infer<typeof CertificateFacts>;

export const CertificateStatus = z.object({
  /** `made` for the one that Hookline makes. */
  id: z.string(),
  kind: z.enum(['made', 'files', 'uploaded', 'acme']),
  /** Null where none could be read or got yet. */
  facts: CertificateFacts.nullable(),
  /** Why the last try to read or renew it came to nothing; what was there before is in use. */
  problem: z.object({ code: z.string(), text: z.string() }).nullable(),
  files: z.object({ certificate: z.string(), key: z.string().nullable() }).nullable(),
  acme: z.object({ directoryUrl: z.string(), email: z.string().nullable() }).nullable(),
});
export type CertificateStatus = z.infer<typeof CertificateStatus>;

/** The local authority that issues the certificate made by Hookline. */
export const LocalAuthority = z.object({
  subject: z.string(),
  fingerprint256: z.string(),
  to: z.iso.datetime(),
  /** The certificate for those who shall trust it. */
  pem: z.string(),
});
export type LocalAuthority = z.infer<typeof LocalAuthority>;
