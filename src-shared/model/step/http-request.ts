import { z } from 'zod';
import { ConnectionField } from '../connection.ts';
import { httpAuthenticationOf } from '../http-authentication.ts';
import { AnyValue, HeaderValues, TextValue } from '../step-value.ts';
import { XmlLists } from '../xml-lists.ts';
import { everyStep } from './every-step.ts';

const mebibyte = 1024 * 1024;
const timeout = z.number().min(0.001).max(3_600);

/** In place of those of the connection; a secret is best written `{{ env.NAME }}`. */
const Authentication = httpAuthenticationOf({ text: TextValue, address: TextValue, secret: TextValue });

const Pem = TextValue.optional().meta({ widget: 'longValue' });

const Tls = z.strictObject({
  ca: Pem.meta({ title: 'Authorities that are trusted, in place of the usual ones (PEM)' }),
  certificate: Pem.meta({ title: 'Client certificate (PEM)' }),
  privateKey: Pem.meta({ title: 'Key of the client certificate (PEM)' }),
  passphrase: TextValue.optional().meta({ title: 'Passphrase of the key' }),
  /** Whoever stands in between can then read and change everything. */
  insecure: z.boolean().default(false).meta({ title: 'Take any certificate, of whoever answers' }),
});

export const HttpRequest = z
  .strictObject({
    ...everyStep,
    kind: z.literal('httpRequest'),
    connection: ConnectionField.optional(),
    method: z
      .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
      .default('GET')
      .meta({ title: 'Method' }),
    /** With a connection it is relative to its base address, and stays within it. */
    url: TextValue.meta({ title: 'URL' }),
    query: z.record(z.string(), TextValue).optional().meta({ title: 'Query', widget: 'values' }),
    headers: HeaderValues.optional().meta({ title: 'Headers', widget: 'values' }),
    body: AnyValue.optional().meta({ title: 'Body', widget: 'json' }),
    authentication: Authentication.optional().meta({
      title: 'Authentication',
      description:
        'In place of that of the connection. A secret is best {{ env.NAME }}, from the environment.',
    }),
    tls: Tls.optional().meta({ title: 'TLS of its own, in place of that of the connection' }),
    response: z
      .enum(['auto', 'json', 'xml', 'text', 'bytes'])
      .default('auto')
      .meta({ title: 'Read the answer as', description: 'auto: as its content type says.' }),
    /** Elements of an XML answer that are a list even where one stands alone. */
    xmlLists: XmlLists.optional().meta({ title: 'XML elements that are always lists', widget: 'lines' }),
    /** Decoded, where it comes compressed. */
    maxResponseBytes: z
      .number()
      .int()
      .min(0)
      .max(64 * mebibyte)
      .default(10 * mebibyte)
      .meta({ title: 'Largest answer in bytes' }),
    connectTimeoutSeconds: timeout.default(10).meta({ title: 'Longest wait for a connection in seconds' }),
    firstByteTimeoutSeconds: timeout
      .default(120)
      .meta({ title: 'Longest wait for an answer to begin in seconds' }),
    /** Three of them at most; headers with secrets are not sent to another origin. */
    followRedirects: z.boolean().default(true).meta({ title: 'Follow redirects' }),
  })
  .meta({ title: 'HTTP request', description: 'Calls another system.' });
