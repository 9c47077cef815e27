import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadSecretFile } from '#main/secrets/secret-file.ts';

const tokenBytes = 32;

/** The token in `<folder>/admin-token`, made at the first start. Throws where the file holds none. */
export async function loadAdminToken(folder: string): Promise<string> {
  const path = join(folder, 'admin-token');
  const bytes = await loadSecretFile(path, () =>
    Buffer.from(`${randomBytes(tokenBytes).toString('base64url')}\n`),
  );
  const token = Buffer.from(bytes).toString('utf8').trim();
  // It travels as a WebSocket subprotocol, hence the characters; a short one could be guessed.
  if (!/^[A-Za-z0-9_-]{32,200}$/.test(token)) {
    throw new Error(`${path} is damaged: a token has at least 32 letters, digits, hyphens and underscores.`);
  }
  return token;
}
