import { once } from 'node:events';
import { request } from 'node:http';
import { pathToFileURL } from 'node:url';
import { type ClientOptions, WebSocket } from 'ws';
import { type AdminPlace, openAdminServer } from '#main/admin/admin-server.ts';
import type { AdminDeps } from '#main/admin/deps.ts';
import { testHost } from './host.ts';
import type { TestRuntime } from './runtime.ts';

export const adminToken = 'a-token-of-thirty-two-characters-or-more';

export const openAdmin = (at: TestRuntime, port = 0, more: Partial<AdminDeps> = {}) =>
  openAdminAt(at, { host: '127.0.0.1', port }, more);

export const openAdminAt = (at: TestRuntime, place: AdminPlace, more: Partial<AdminDeps> = {}) =>
  openAdminServer(
    {
      router: at.runtime.router,
      access: at.runtime.access,
      bodyOf: at.runtime.bodyOf,
      load: at.runtime.load,
      token: adminToken,
      version: '0.0.0-test',
      screensFolder: pathToFileURL(`${at.folder}/screens/`),
      isStopping: () => false,
      log: testHost(at.folder, at.errors).log,
      ...more,
    },
    place,
  );

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** By node:http, which sends any Host and any path as it is. */
export async function askAdmin(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
) {
  const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { status: answer.statusCode, headers: answer.headers, bytes, text: bytes.toString() };
}

/** As the screens connect. */
export const connectAdmin = (
  port: number,
  token: string,
  headers: Record<string, string> = {},
  options: ClientOptions = {},
): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${port}/rpc`, ['hookline.v1', `tok.${token}`], { headers, ...options });

/** The HTTP status that a socket was refused with. */
export async function refusalOf(socket: WebSocket): Promise<number | undefined> {
  socket.on('error', () => undefined);
  const [, answer] = await once(socket, 'unexpected-response');
  socket.terminate();
  return answer.statusCode;
}
