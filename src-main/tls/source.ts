import type { CertificateStatus } from '#shared/model/certificate.ts';
import type { Problem } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';
import type { Identity } from './identity.ts';

/** Where one certificate comes from, and the newest that came from there. */
export interface Source {
  readonly id: string;
  readonly about: Pick<CertificateStatus, 'kind' | 'files' | 'acme'>;
  /** What a person calls it while it has no names. */
  readonly title: string;
  readonly identity: Identity | null;
  /** Why the last try came to nothing; the identity is then that of an earlier one. */
  readonly problem: Problem | null;
  /** Gets a newer one where that is due, or asked for; true where there is another one now, or another problem. */
  look(isAsked?: boolean): Promise<boolean>;
}

interface Ways extends Pick<Source, 'id' | 'about' | 'title'> {
  readonly first?: Identity | null;
  isDue(now: Pick<Source, 'identity' | 'problem'>): Promise<boolean> | boolean;
  /** `isAsked`: by a person, due or not. */
  get(isAsked: boolean): Promise<Result<Identity>>;
}

export function createSource({ id, about, title, first = null, isDue, get }: Ways): Source {
  let identity = first;
  let problem: Problem | null = null;
  return {
    id,
    about,
    title,
    get identity() {
      return identity;
    },
    get problem() {
      return problem;
    },
    async look(isAsked = false) {
      if (!isAsked && !(await isDue({ identity, problem }))) return false;
      const got = await get(isAsked);
      problem = got.ok ? null : got.problem;
      if (got.ok) identity = got.value;
      return true;
    },
  };
}
