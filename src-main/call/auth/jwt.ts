import { problem } from '#shared/problem.ts';
import { refuse } from '#shared/result.ts';
import { headerOf } from '../incoming-call.ts';
import { rememberTokens, type CheckedToken } from './remember-tokens.ts';
import type { MakeVerifier } from './verifier.ts';

const maxTokenLength = 8_192;

/** A token in `authorization: Bearer` (RFC 6750), signed by an issuer (RFC 7519) with an algorithm that is set here. */
export const jwtVerifier: MakeVerifier<'jwt'> = (jwt, _trigger, deps) => {
  let check: ((token: string) => Promise<CheckedToken>) | null = null;
  const tokens = rememberTokens(async (token) => {
    // Much to hold for what few triggers ask for.
    const { createTokenCheck } = await import('./check-token.ts');
    check ??= createTokenCheck(jwt, deps);
    return check(token);
  }, deps.now);
  return {
    challenges: ({ code }) => [
      code === 'token_missing' ? 'Bearer realm="hookline"' : 'Bearer realm="hookline", error="invalid_token"',
    ],
    verify(call) {
      const token = /^bearer +(.*)$/i.exec(headerOf(call, 'authorization') ?? '')?.[1]?.trim();
      if (token === undefined || token === '') {
        const detail = 'Send a token as authorization: Bearer.';
        return refuse(problem('token_missing', { detail, reason: 'No token was sent.' }));
      }
      if (token.length > maxTokenLength) {
        const reason = `The token has ${token.length} characters, more than any.`;
        return refuse(problem('token_wrong', { reason }));
      }
      return tokens.decide(token);
    },
  };
};
