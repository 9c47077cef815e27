// Access tokens, as the rooms that sign people in and that manage tokens see them.
import type { AccessToken, AccessTokenDraft, SignedIn } from '#shared/model/access.ts';
import type { Result } from '#shared/result.ts';

/** A token as kept: found by the digest of its value. */
export interface KeptAccessToken {
  readonly token: AccessToken;
  readonly digest: string;
}

export interface AccessTokens {
  /** Who has this value; null where nobody has, or not any more. */
  find(value: string): SignedIn | null;
  /** Whether a token that signed somebody in still would. */
  isGood(tokenId: string): boolean;
  list(): readonly AccessToken[];
  /** Problems: `label_taken`. */
  create(draft: AccessTokenDraft): Promise<Result<{ readonly token: AccessToken; readonly value: string }>>;
  /** Null where there is none. */
  revoke(id: string): Promise<AccessToken | null>;
  /** Called after each revocation. */
  onRevoked(then: () => void): void;
}
