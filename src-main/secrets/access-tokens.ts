// The access tokens in memory. Their values are 256 random bits, so that a plain digest can neither be guessed nor
// searched, and a look-up by it tells nothing of a value by its time.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AccessTokens, KeptAccessToken } from '#main/ports/access.ts';
import type { ConfigStore } from '#main/ports/config-store.ts';
import type { AccessToken } from '#shared/model/access.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';

const tokenPrefix = 'hkt_';

/** `now`: milliseconds since 1970. */
export function createAccessTokens(
  config: Pick<ConfigStore, 'saveAccessToken' | 'removeAccessToken'>,
  now: () => number,
): AccessTokens & { add(kept: readonly KeptAccessToken[]): void } {
  const byDigest = new Map<string, AccessToken>();
  const byId = new Map<string, KeptAccessToken>();
  const followers: (() => void)[] = [];

  function put(kept: KeptAccessToken): void {
    byDigest.set(kept.digest, kept.token);
    byId.set(kept.token.id, kept);
  }

  const isInTime = ({ expiresAt }: AccessToken): boolean =>
    expiresAt === null || Date.parse(expiresAt) > now();

  return {
    add: (kept) => kept.forEach(put),
    find(value) {
      const token = byDigest.get(digestOf(value));
      if (token === undefined || !isInTime(token)) return null;
      return { tokenId: token.id, label: token.label, role: token.role };
    },
    isGood(id) {
      const kept = byId.get(id);
      return kept !== undefined && isInTime(kept.token);
    },
    list: () => [...byId.values()].map(({ token }) => token).sort((a, b) => a.label.localeCompare(b.label)),
    async create({ label, role, expiresAt }) {
      const value = tokenPrefix + randomBytes(32).toString('base64url');
      const token = { id: randomUUID(), label, role, createdAt: new Date(now()).toISOString(), expiresAt };
      const kept = { token, digest: digestOf(value) };
      if (!(await config.saveAccessToken(kept))) {
        return refuse(
          problem('label_taken', { detail: `Another token is labelled ${label}.`, path: 'label' }),
        );
      }
      put(kept);
      return ok({ token, value });
    },
    async revoke(id) {
      const kept = byId.get(id);
      if (kept === undefined) return null;
      await config.removeAccessToken(id);
      byId.delete(id);
      byDigest.delete(kept.digest);
      for (const follow of followers) follow();
      return kept.token;
    },
    onRevoked: (then) => void followers.push(then),
  };
}

const digestOf = (value: string): string => createHash('sha256').update(value).digest('base64');
