// Apart from the schemas, as with secrets.
import type {
  Authentication,
  AuthenticationDraft,
  SingleAuthentication,
  SingleAuthenticationDraft,
} from './auth.ts';
import { mapMembers } from './map-members.ts';

/** The consumers that a trigger lets in: their ids, or in a draft their ids or labels. */
export function consumersOf(authentication: Authentication | AuthenticationDraft): readonly string[] {
  switch (authentication.kind) {
    case 'any':
      return authentication.any.flatMap(consumersOfOne);
    case 'all':
      return authentication.all.flatMap(consumersOfOne);
    case 'none':
      return [];
    default:
      return consumersOfOne(authentication);
  }
}

const consumersOfOne = (one: SingleAuthentication | SingleAuthenticationDraft): readonly string[] =>
  one.kind === 'apiKeys' ? one.consumers : [];

/** Gives others for consumers; `path`: below the authentication, e.g. `any[0].consumers`. */
type ChangeConsumers = (names: readonly string[], path: string) => string[];

/** The same draft with other names for its consumers, or without some of them. */
export const mapConsumers = (
  authentication: AuthenticationDraft,
  change: ChangeConsumers,
): AuthenticationDraft =>
  mapMembers(authentication, (one, path) =>
    one.kind === 'apiKeys' ? { ...one, consumers: change(one.consumers, `${path}consumers`) } : one,
  );
