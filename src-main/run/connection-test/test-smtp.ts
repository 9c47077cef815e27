import type { ConnectionOf } from '#shared/model/connection.ts';
import { connectMs } from './connect-ms.ts';

export async function testSmtp(connection: ConnectionOf<'smtp'>): Promise<string> {
  const { host, port, security, user, password, ca, insecure } = connection;
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'startTls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    tls: { rejectUnauthorized: !insecure, ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
  });
  try {
    await transport.verify();
    return `${host} takes mail${user === undefined ? '' : ` from ${user}`}. None was sent.`;
  } finally {
    transport.close();
  }
}
