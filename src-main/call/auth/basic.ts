import type { Basic } from '#shared/model/auth/basic.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import type { z } from 'zod';
import { headerOf } from '../incoming-call.ts';
import type { Decision, MakeVerifier } from './verifier.ts';

/** More than the longest user and password come to. */
const maxLength = 4_096;
const challenges = ['Basic realm="hookline", charset="UTF-8"'];

/** A user and a password in `authorization: Basic` (RFC 7617). Pairs are found by a keyed digest, as keys are. */
export const basicVerifier: MakeVerifier<'basic'> = ({ users }, _trigger, deps) => {
  const byDigest = new Map<string, z.infer<typeof Basic>['users'][number]>();
  for (const user of users) {
    const password = deps.reveal(user.id);
    if (password !== undefined) byDigest.set(deps.digest(`${user.user}:${password}`), user);
  }
  return {
    challenges: () => challenges,
    verify(call) {
      const sent = /^basic +(.*)$/i.exec(headerOf(call, 'authorization') ?? '')?.[1]?.trim();
      if (sent === undefined || sent === '') {
        const detail = 'Send a user and a password as authorization: Basic.';
        return refuse(problem('login_missing', { detail, reason: 'No user and password were sent.' }));
      }
      const pair = sent.length > maxLength ? null : decode(sent);
      if (pair === null) return wrong('What was sent is not a user and a password in base64.');
      const user = byDigest.get(deps.digest(pair));
      if (user === undefined) return wrong('No user of this trigger has this name and password.');
      if (!user.enabled) {
        return refuse(problem('login_disabled', { reason: `The user labelled ${user.label} is disabled.` }));
      }
      const password = pair.slice(user.user.length + 1);
      return ok({ keyId: user.id, consumer: user.id, keyLabel: user.label, credentials: [sent, password] });
    },
  };
};

const wrong = (reason: string): Decision => refuse(problem('login_wrong', { reason }));

/** Null where it is no base64, no UTF-8, or has no colon. */
function decode(sent: string): string | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(sent)) return null;
  const text = Buffer.from(sent, 'base64').toString('utf8');
  return text.includes('�') || !text.includes(':') ? null : text;
}
