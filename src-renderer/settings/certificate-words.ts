// Certificates in words. Pure.
import type { Tone } from '#renderer/ui/StateBadge.tsx';
import type { CertificateFacts, CertificateStatus } from '#shared/model/certificate.ts';

/** What tells it from the others. */
export const titleOf = ({ facts, files, kind }: CertificateStatus): string =>
  facts?.names[0] ?? files?.certificate ?? kind;

export function sourceOf({ kind, files, acme }: CertificateStatus): string {
  switch (kind) {
    case 'made':
      return 'made by Hookline, renewed by itself';
    case 'uploaded':
      return 'uploaded';
    case 'files':
      return [files?.certificate, files?.key].filter(Boolean).join(', ');
    case 'acme':
      return `${new URL(acme?.directoryUrl ?? '').hostname}, renewed by itself`;
  }
}

/** What is lost when one is removed. */
export function removalWords({ kind }: Pick<CertificateStatus, 'kind'>): string {
  const shown = 'Callers are shown another one from then on.';
  switch (kind) {
    case 'uploaded':
      return `The certificate and its key are deleted, and cannot be brought back. ${shown}`;
    case 'files':
      return `${shown} The files stay where they are.`;
    case 'acme':
    case 'made':
      return `The certificate and its key are deleted, and it is no longer renewed. ${shown}`;
  }
}

export function daysInWords({ to, daysLeft }: Pick<CertificateFacts, 'to' | 'daysLeft'>): string {
  const date = to.slice(0, 10);
  if (daysLeft < 0) return `${date}, over`;
  return `${date}, ${daysLeft === 1 ? '1 day left' : `${daysLeft} days left`}`;
}

const soonDays = 30;

/** How it stands, with what to know about it. */
export function stateOf({ kind, facts, problem }: CertificateStatus): {
  readonly tone: Tone;
  readonly text: string;
  readonly reasons: readonly string[];
} {
  const reasons = [
    ...(problem === null ? [] : [problem.text]),
    ...(facts?.findings ?? []).map(({ text }) => text),
  ];
  if (facts === null) return { tone: 'bad', text: 'not in use', reasons };
  if (facts.findings.some(({ isGrave }) => isGrave))
    return { tone: 'bad', text: 'refused by callers', reasons };
  if (problem !== null) return { tone: 'bad', text: 'not renewed', reasons };
  const endsSoon = facts.daysLeft <= soonDays && kind !== 'made' && kind !== 'acme';
  if (endsSoon) return { tone: 'waiting', text: 'ends soon', reasons };
  return { tone: 'good', text: 'in use', reasons };
}
