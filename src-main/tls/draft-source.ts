// From what was handed in to a certificate in use: checked first, then kept.
import { randomUUID } from 'node:crypto';
import type { CertificateDraft, CertificateFacts } from '#shared/model/certificate.ts';
import { problem } from '#shared/problem.ts';
import { ok, type Result, refuse } from '#shared/result.ts';
import { acmeSource, orderAndKeep, type Ordering } from './acme-source.ts';
import { type CheckedFor, factsOf } from './check-identity.ts';
import { fileSource, readFiles } from './file-source.ts';
import type { Source } from './source.ts';
import { readUploaded, uploadedSource } from './sources.ts';

/** What a draft is; null for one that is yet to be issued. Problems: those of `certificates.add`. */
export async function checkDraft(
  draft: CertificateDraft,
  of: CheckedFor,
): Promise<Result<CertificateFacts | null>> {
  if (draft.kind === 'acme') return ok(null);
  const given = draft.kind === 'files' ? await readFiles(draft) : await readUploaded(draft);
  if (!given.ok) return given;
  const facts = factsOf(given.value, of);
  const grave = facts.findings.find(({ isGrave }) => isGrave);
  if (grave === undefined) return ok(facts);
  const code = grave.code === 'certificate_expired' ? 'certificate_expired' : 'certificate_weak';
  const path = draft.kind === 'files' ? 'certificateFile' : 'certificate';
  return refuse(problem(code, { path, detail: grave.text }));
}

export async function keepDraft(
  draft: CertificateDraft,
  of: CheckedFor,
  ordering: Ordering,
): Promise<Result<Source>> {
  const id = randomUUID();
  const checked = await checkDraft(draft, of);
  if (!checked.ok) return checked;
  switch (draft.kind) {
    case 'acme': {
      const { kind: _kind, ...wanted } = draft;
      const issued = await orderAndKeep(id, wanted, ordering);
      return issued.ok ? ok(acmeSource(id, wanted, issued.value, ordering)) : issued;
    }
    case 'files': {
      const { kind, certificateFile, keyFile, passphrase } = draft;
      await ordering.keeping.put({ id, document: { kind, certificateFile, keyFile }, secret: passphrase });
      return looked(fileSource(id, draft));
    }
    case 'uploaded': {
      const { kind, ...uploaded } = draft;
      await ordering.keeping.put({ id, document: { kind }, secret: JSON.stringify(uploaded) });
      return looked(uploadedSource(id, uploaded));
    }
  }
}

async function looked(source: Source): Promise<Result<Source>> {
  await source.look(true);
  return ok(source);
}
