// app://hookline/: the built screens, read from disk. Answers GET for files that are there, and nothing else.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CustomScheme, Session } from 'electron';
import { isOurs, scheme } from './address.ts';
import { contentSecurityPolicy, fixedHeaders, type PolicyExtras } from './page-policy.ts';
import { findScreenFile } from './screen-file.ts';

/** To be registered before the app is ready. */
export const appScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

export type AnswerPage = (request: Request) => Promise<Response>;

export function serveScreens({ protocol }: Session, answer: AnswerPage): void {
  protocol.handle(scheme, async (request) => {
    if (!isOurs(request.url)) return refusal(404, 'There is nothing here.');
    if (request.method !== 'GET') return refusal(405, 'Only GET is served.', { allow: 'GET' });
    return answer(request);
  });
}

/** Answers from the folder of the built screens. */
export const answerFromFolder =
  (folder: string): AnswerPage =>
  async ({ url }) => {
    const file = findScreenFile(folder, url);
    const bytes = file && (await readFile(file.path).catch(() => null));
    if (!bytes) return refusal(404, 'There is no such file.');
    if (file.contentType.startsWith('text/html')) return page(bytes.toString('utf8'));
    return new Response(new Uint8Array(bytes), {
      headers: { ...fixedHeaders, 'content-type': file.contentType },
    });
  };

/** The page of the screens with a nonce of its own, told that it stands in the desktop's window. */
export function page(html: string, extrasWith: (nonce: string) => PolicyExtras = () => ({})): Response {
  const nonce = randomBytes(16).toString('base64');
  return new Response(
    html.replaceAll('__NONCE__', nonce).replace('data-face="browser"', 'data-face="desktop"'),
    {
      headers: {
        ...fixedHeaders,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy(nonce, extrasWith(nonce)),
      },
    },
  );
}

const refusal = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(text, { status, headers: { ...fixedHeaders, 'content-type': 'text/plain', ...headers } });
