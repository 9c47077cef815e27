import type {
  CertificateDraft,
  CertificateFacts,
  CertificateStatus,
  LocalAuthority,
} from '#shared/model/certificate.ts';
import type { Result } from '#shared/result.ts';

/** The certificates that HTTPS listens with, as those who look after them see them. Problems: those of the contract. */
export interface CertificateDesk {
  list(): Promise<CertificateStatus[]>;
  /** What a draft is, with what is wrong with it; null where it is yet to be issued. Nothing is kept. */
  check(draft: CertificateDraft): Promise<Result<CertificateFacts | null>>;
  /** Puts it into use, which for one of ACME takes until it is issued. */
  add(draft: CertificateDraft): Promise<Result<CertificateStatus>>;
  remove(id: string): Promise<Result<void>>;
  renew(id: string): Promise<Result<CertificateStatus>>;
  /** Made where there is none yet. */
  authority(): Promise<LocalAuthority>;
}
