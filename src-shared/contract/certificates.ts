import { z } from 'zod';
import {
  CertificateDraft,
  CertificateFacts,
  CertificateStatus,
  LocalAuthority,
} from '../model/certificate.ts';
import { operator, support } from './role.ts';

/**
 * Problems: `certificate_unreadable`, `certificate_key_missing`, `certificate_key_wrong`, `passphrase_wrong`,
 * `certificate_expired`, `certificate_weak`, `certificate_not_issued`, each with the field's path; `certificate_not_found`.
 */
export const certificates = {
  list: support
    .route({ method: 'GET', path: '/certificates', summary: 'The certificates of the HTTPS listener' })
    .output(z.array(CertificateStatus)),
  check: operator
    .route({
      method: 'POST',
      path: '/certificates/check',
      summary: 'Say what a certificate is, and keep nothing',
    })
    .input(CertificateDraft)
    .output(CertificateFacts.nullable().meta({ description: 'Null where it is yet to be issued.' })),
  add: operator
    .route({ method: 'POST', path: '/certificates', summary: 'Check a certificate and put it into use' })
    .input(CertificateDraft)
    .output(CertificateStatus),
  remove: operator
    .route({ method: 'DELETE', path: '/certificates/{id}', summary: 'Put a certificate out of use' })
    .input(z.object({ id: z.string() }))
    .output(z.array(CertificateStatus)),
  renew: operator
    .route({ method: 'POST', path: '/certificates/{id}/renew', summary: 'Renew or read a certificate now' })
    .input(z.object({ id: z.string() }))
    .output(CertificateStatus),
  authority: support
    .route({
      method: 'GET',
      path: '/certificates/authority',
      summary: 'The local authority, for those who shall trust it; made where there is none',
    })
    .output(LocalAuthority),
};
