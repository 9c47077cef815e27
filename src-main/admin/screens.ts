import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { answerProblem } from './answer-problem.ts';

const noncePlace = /__NONCE__/g;

const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    // Text becomes HTML by one policy of the page, or not at all.
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');

/** Serves the built screens to a browser. They hold no secret: the token comes in the address' fragment. */
export async function serveScreens(app: FastifyInstance, folder: URL): Promise<void> {
  const index = new URL('index.html', folder);
  app.get('/', async (_request, reply) => {
    const page = await readFile(index, 'utf8').catch(() => null);
    if (page === null) return answerProblem(reply, 'endpoint_not_found', 'The screens are not built.');
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', policyWith(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replace(noncePlace, nonce));
  });
  await app.register(fastifyStatic, {
    // Nothing but what the build makes: the page itself has its nonce filled in above.
    root: fileURLToPath(new URL('assets/', folder)),
    prefix: '/assets/',
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply) => {
      // The names of built files change with their content.
      reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
}
