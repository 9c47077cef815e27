/** What ACME asks for at the HTTP listener (RFC 8555, 8.3), for as long as an order is on its way. */
export interface Challenges {
  put(token: string, answer: string): void;
  remove(token: string): void;
  /** The answer to a path; null where it is none of a challenge in flight. */
  answerTo(path: string): string | null;
}

const prefix = '/.well-known/acme-challenge/';

export function createChallenges(): Challenges {
  const inFlight = new Map<string, string>();
  return {
    put: (token, answer) => void inFlight.set(prefix + token, answer),
    remove: (token) => void inFlight.delete(prefix + token),
    answerTo: (path) => inFlight.get(path) ?? null,
  };
}
