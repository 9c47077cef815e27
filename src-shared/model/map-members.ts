// Apart from the schemas, as with secrets.
import type { AuthenticationDraft, SingleAuthenticationDraft } from './auth.ts';

/**
 * The same draft with another one in place of each kind that is combined, or of the one that stands alone. `path`: where
 * that stands below the authentication, e.g. `any[0].`; empty where it stands alone.
 */
export function mapMembers(
  authentication: AuthenticationDraft,
  change: (member: SingleAuthenticationDraft, path: string) => SingleAuthenticationDraft,
): AuthenticationDraft {
  switch (authentication.kind) {
    case 'any':
      return { ...authentication, any: authentication.any.map((one, at) => change(one, `any[${at}].`)) };
    case 'all':
      return { ...authentication, all: authentication.all.map((one, at) => change(one, `all[${at}].`)) };
    case 'none':
      return authentication;
    default:
      return change(authentication, '');
  }
}
