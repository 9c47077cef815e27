// Calls the address that callers use, and sees whether it comes back to this installation.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { Probe } from './findings.ts';

const folder = '/.well-known/hookline/';
const patienceMs = 5_000;

export interface Prober {
  /** The answer to a probe that is under way, by its path; null for any other. */
  answerTo(path: string): string | null;
  /** `base`: an address of http or https. */
  probe(base: string): Promise<Probe>;
}

export function createProber(): Prober {
  /** What each probe that is under way is to be answered, by its path. */
  const answers = new Map<string, string>();
  return {
    answerTo: (path) => answers.get(path) ?? null,
    async probe(base) {
      const path = folder + randomBytes(16).toString('base64url');
      const answer = randomBytes(16).toString('base64url');
      answers.set(path, answer);
      try {
        const { status, body, distrust } = await ask(new URL(path, base));
        const isOurs = status === 200 && body === answer;
        return { url: base, outcome: isOurs ? 'ours' : 'another', detail: `status ${status}`, distrust };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { url: base, outcome: 'unreachable', detail, distrust: null };
      } finally {
        answers.delete(path);
      }
    },
  };
}

interface Answered {
  readonly status: number;
  readonly body: string;
  readonly distrust: string | null;
}

const longestAnswer = 1_000;

/** A certificate that nobody trusts is no reason to stop: what is behind it is looked at too, and sent nothing. */
const ask = (url: URL): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const options = { agent: false, signal: AbortSignal.timeout(patienceMs), headers: { accept: '*/*' } };
    const sent =
      url.protocol === 'https:'
        ? requestTls(url, { ...options, rejectUnauthorized: false })
        : request(url, options);
    sent.on('error', reject);
    sent.on('response', (answer) => {
      const { socket } = answer;
      const distrust =
        socket instanceof TLSSocket && !socket.authorized ? String(socket.authorizationError) : null;
      let body = '';
      answer.on('data', (chunk: Buffer) => {
        body += chunk.toString();
        if (body.length > longestAnswer) answer.destroy();
      });
      answer.on('error', reject);
      answer.on('close', () => resolve({ status: answer.statusCode ?? 0, body, distrust }));
    });
    sent.end();
  });
