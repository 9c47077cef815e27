import type { Basic } from '#shared/model/auth/basic.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import type { z } from 'zod';
import { readBasicLogin } from '../basic-login.ts';
import { credentialsIn } from '../capture.ts';
import { headerOf } from '../incoming-call.ts';
import type { Decision, MakeVerifier } from './verifier.ts';

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
      const sent = headerOf(call, 'authorization') ?? '';
      const login = readBasicLogin(sent);
      if (login === undefined) {
        const detail = 'Send a user and a password as authorization: Basic.';
        return refuse(problem('login_missing', { detail, reason: 'No user and password were sent.' }));
      }
      if (login === null) return wrong('What was sent is not a user and a password in base64.');
      const user = byDigest.get(deps.digest(`${login.user}:${login.password}`));
      if (user === undefined) return wrong('No user of this trigger has this name and password.');
      if (!user.enabled) {
        return refuse(problem('login_disabled', { reason: `The user labelled ${user.label} is disabled.` }));
      }
      const { id, label } = user;
      return ok({ keyId: id, consumer: id, keyLabel: label, credentials: credentialsIn(sent) });
    },
  };
};

const wrong = (reason: string): Decision => refuse(problem('login_wrong', { reason }));
