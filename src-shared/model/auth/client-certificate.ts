// A certificate that the caller proved to have the key of, in the handshake of its connection.
import { z } from 'zod';

const Texts = z.array(z.string().trim().min(1).max(1_000)).max(100);

/** With nothing listed: whatever one of the installation's authorities for clients has issued. */
export const ClientCertificateRules = z.object({
  subjects: Texts.default([]).meta({
    title: 'Subjects or names',
    description: 'A whole subject such as CN=erp, O=Acme, its CN alone, or an alternative name; one a line.',
    widget: 'lines',
  }),
  issuers: Texts.default([]).meta({
    title: 'Issuers',
    description: 'Whole, or their CN alone; one a line.',
    widget: 'lines',
  }),
  fingerprints: z
    .array(
      z
        .string()
        .transform((text) => text.replaceAll(/[^0-9A-Fa-f]/g, '').toUpperCase())
        .pipe(z.string().length(64, 'A fingerprint is a SHA-256, of 64 hexadecimal digits.')),
    )
    .max(100)
    .default([])
    .meta({
      title: 'Fingerprints',
      description: 'SHA-256 of the certificates, one a line.',
      widget: 'lines',
    }),
});

export const ClientCertificate = z.strictObject({
  kind: z.literal('clientCertificate'),
  ...ClientCertificateRules.shape,
});
