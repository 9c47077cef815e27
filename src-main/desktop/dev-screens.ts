// While developing: the screens come from electron-vite's server, still as app://hookline/.
import { page, type AnswerPage } from './app-protocol.ts';
import { fixedHeaders } from './page-policy.ts';

/** What its page may do beyond ours: run the inline script of React's refresh, hear of changes. */
const extrasFor = (server: URL) => (nonce: string) => ({
  scriptSources: `'nonce-${nonce}'`,
  connectSources: `ws://${server.host}`,
});

export const answerFromServer =
  (server: URL): AnswerPage =>
  async ({ url }) => {
    const { pathname, search } = new URL(url);
    const response = await fetch(new URL(`${pathname}${search}`, server));
    const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
    if (contentType.startsWith('text/html')) return page(await response.text(), extrasFor(server));
    return new Response(response.body, {
      status: response.status,
      headers: { ...fixedHeaders, 'content-type': contentType },
    });
  };

/** The socket over which the server tells of changes. */
export const isSocketOf =
  (server: URL) =>
  (address: string): boolean =>
    address.startsWith(`ws://${server.host}/`);
