// What is open with a token: sockets, and requests that are being answered. It ends with its token.
import type { AccessTokens } from '#main/ports/access.ts';
import type { SignedIn } from '#shared/model/access.ts';

/** How late the end of a token's time is noticed by those that are open with it. */
const lookEveryMs = 5_000;

export interface Sessions {
  /** `end` is called when the token is good no more; the function that is given back lets go. */
  hold(signedIn: SignedIn, end: () => void): () => void;
  close(): void;
}

export function createSessions(access: Pick<AccessTokens, 'isGood' | 'onRevoked'>): Sessions {
  const open = new Map<string, Set<() => void>>();

  function endTheRest(): void {
    for (const [tokenId, ends] of open) {
      if (access.isGood(tokenId)) continue;
      open.delete(tokenId);
      for (const end of ends) end();
    }
  }
  access.onRevoked(endTheRest);
  const looking = setInterval(endTheRest, lookEveryMs);
  looking.unref();

  return {
    hold({ tokenId }, end) {
      if (tokenId === null) return () => undefined;
      const held = open.get(tokenId) ?? new Set();
      open.set(tokenId, held.add(end));
      return () => {
        held.delete(end);
        if (held.size === 0) open.delete(tokenId);
      };
    },
    close: () => clearInterval(looking),
  };
}
