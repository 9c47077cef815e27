import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { OutgoingMail } from '#main/ports/mail.ts';
import type { ConnectionOf } from '#shared/model/connection.ts';
import { StepFailure, wordsOf } from '../step-failure.ts';

type Smtp = ConnectionOf<'smtp'>;

export interface SentMail {
  readonly messageId: string;
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
  readonly response: string;
}

/** Over a connection of its own, which ends with the signal. Throws a StepFailure with the status of the server. */
export async function sendMail(smtp: Smtp, mail: OutgoingMail, signal: AbortSignal): Promise<SentMail> {
  const socket = connect({ host: smtp.host, port: smtp.port, signal });
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal });
    const { text, html, ...rest } = mail;
    const { messageId, accepted, rejected, response } = await transportOver(socket, smtp).sendMail({
      from: smtp.from,
      ...rest,
      to: [...mail.to],
      cc: [...mail.cc],
      bcc: [...mail.bcc],
      replyTo: [...mail.replyTo],
      ...(text !== undefined && { text }),
      ...(html !== undefined && { html }),
      attachments: mail.attachments.map(({ filename, contentType, content }) => ({
        filename,
        contentType,
        content: typeof content === 'string' ? content : Buffer.from(content),
      })),
      // A value is what it says, never the name of a file or an address to fetch.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return {
      messageId,
      accepted: accepted.map(textOfAddress),
      rejected: rejected.map(textOfAddress),
      response,
    };
  } catch (error) {
    if (signal.aborted) throw error;
    const status = statusOf(error);
    throw new StepFailure(`${wordsOf(error)} (${smtp.host}:${smtp.port})`, {
      status,
      // RFC 5321, 4.2.1: only what begins with 4 may go well another time.
      isFinal: status !== null && status >= 500,
    });
  } finally {
    socket.destroy();
  }
}

const transportOver = (connection: Socket, { host, port, security, user, password, ca, insecure }: Smtp) =>
  createTransport({
    host,
    port,
    connection,
    secure: security === 'tls',
    requireTLS: security === 'startTls',
    ignoreTLS: security === 'none',
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    tls: { rejectUnauthorized: !insecure, ...(ca !== undefined && { ca }) },
  });

const textOfAddress = (one: string | { readonly address: string }): string =>
  typeof one === 'string' ? one : one.address;

function statusOf(error: unknown): number | null {
  const code =
    typeof error === 'object' && error !== null && 'responseCode' in error ? error.responseCode : null;
  return typeof code === 'number' ? code : null;
}
