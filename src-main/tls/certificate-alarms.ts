import type { Alarm } from '#shared/model/setting.ts';
import type { CertificateStatus } from '#shared/model/certificate.ts';

type Code = Extract<Alarm['code'], `certificate_${string}`>;

const soonDays = 30;
const verySoonDays = 7;
/** Renewed without anybody's doing, unless that fails, which is said by itself. */
const renewsItself = new Set<CertificateStatus['kind']>(['made', 'acme']);

/** What people should know of the certificates in use; null where there is nothing of a kind. Pure. */
export function certificateAlarms(all: readonly CertificateStatus[]): Readonly<Record<Code, string | null>> {
  const texts: Record<Code, string[]> = {
    certificate_broken: [],
    certificate_unfit: [],
    certificate_expiring: [],
    certificate_ending: [],
  };
  for (const { kind, facts, problem, files } of all) {
    const title = facts?.names[0] ?? files?.certificate ?? 'HTTPS';
    if (problem !== null) {
      const rest = facts === null ? 'No certificate is in use in its place.' : 'The one before stays in use.';
      texts.certificate_broken.push(
        `The certificate for ${title} could not be renewed: ${problem.text} ${rest}`,
      );
    }
    if (facts === null) continue;
    const { daysLeft } = facts;
    for (const { code, text } of facts.findings) {
      const said = `The certificate for ${title}: ${text}`;
      if (code === 'certificate_expired') texts.certificate_ending.push(said);
      else if (unfit.has(code)) texts.certificate_unfit.push(said);
    }
    if (renewsItself.has(kind) || daysLeft < 0 || daysLeft > soonDays) continue;
    const said = `The certificate for ${title} runs out ${daysLeft === 0 ? 'within a day' : daysLeft === 1 ? 'in 1 day' : `in ${daysLeft} days`}.`;
    texts[daysLeft > verySoonDays ? 'certificate_expiring' : 'certificate_ending'].push(said);
  }
  const joined = (lines: readonly string[]) => (lines.length === 0 ? null : lines.join(' '));
  return {
    certificate_broken: joined(texts.certificate_broken),
    certificate_unfit: joined(texts.certificate_unfit),
    certificate_expiring: joined(texts.certificate_expiring),
    certificate_ending: joined(texts.certificate_ending),
  };
}

/** What callers refuse at once; an authority of the house's own is no fault. */
const unfit = new Set(['not_yet_valid', 'public_name_missing', 'no_names', 'certificate_weak']);
