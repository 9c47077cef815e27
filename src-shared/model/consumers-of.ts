// Apart from the schemas, as with secrets.
import type {
  Authentication,
  AuthenticationDraft,
  SingleAuthentication,
  SingleAuthenticationDraft,
} from './auth.ts';

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
export function mapConsumers(
  authentication: AuthenticationDraft,
  change: ChangeConsumers,
): AuthenticationDraft {
  const within = (one: SingleAuthenticationDraft, at: string): SingleAuthenticationDraft =>
    one.kind === 'apiKeys' ? { ...one, consumers: change(one.consumers, `${at}consumers`) } : one;
  switch (authentication.kind) {
    case 'any':
      return { ...authentication, any: authentication.any.map((one, at) => within(one, `any[${at}].`)) };
    case 'all':
      return { ...authentication, all: authentication.all.map((one, at) => within(one, `all[${at}].`)) };
    case 'none':
      return authentication;
    default:
      return within(authentication, '');
  }
}
