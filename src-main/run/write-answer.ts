// Makes the answer that a caller gets from what a workflow made. What cannot be sent as HTTP is found here and
// not at the socket, where it would be too late to say so.
import { prefersXml } from '#shared/accept.ts';
import type { StoredAnswer } from '#main/ports/run.ts';
import { writeBody, writeData, type WrittenBody } from './body/write-body.ts';
import { type Plain, toPlain } from './plain.ts';
import { StepFailure } from './step-failure.ts';

const maxAnswerBytes = 16 * 1024 * 1024;
const maxHeaderBytes = 16 * 1024;

/** The answer of a workflow without a `respond` step: its result, or 204 where there is none. */
export function answerResult(result: Plain, accept: string | undefined): StoredAnswer {
  if (result.value === undefined) return { status: 204, headers: [], body: null };
  const { contentType, bytes } = writeBounded(result, typeFor(accept));
  return { status: 200, headers: [['content-type', contentType]], body: bytes };
}

/** The answer of a `respond` step, its values filled in. */
export function answerRespond(
  response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: unknown;
  },
  accept: string | undefined,
): StoredAnswer {
  const headers = checkHeaders(response.headers);
  const hasBody = response.body !== undefined && ![204, 205, 304].includes(response.status);
  if (!hasBody) return { status: response.status, headers, body: null };

  const others = headers.filter(([name]) => name.toLowerCase() !== 'content-type');
  const given = headers.find(([name]) => name.toLowerCase() === 'content-type');
  const { contentType, bytes } = writeGiven(response.body, given?.[1], accept);
  return {
    status: response.status,
    headers: [...others, [given?.[0] ?? 'content-type', contentType]],
    body: bytes,
  };
}

const typeFor = (accept: string | undefined): string =>
  prefersXml(accept) ? 'application/xml; charset=utf-8' : 'application/json';

function writeGiven(body: unknown, contentType: string | undefined, accept: string | undefined): WrittenBody {
  return typeof body === 'string' || body instanceof Uint8Array
    ? within(writeBody(body, contentType))
    : writeBounded(toPlain(body), contentType ?? typeFor(accept));
}

function writeBounded(data: Plain, contentType: string): WrittenBody {
  // Before it is written out: what is far too large must not be built first.
  if (data.size > maxAnswerBytes * 2) throw tooLarge();
  return within(writeData(data, contentType));
}

function within(body: WrittenBody): WrittenBody {
  if (body.bytes.byteLength > maxAnswerBytes) throw tooLarge();
  return body;
}

const invalid = (message: string): StepFailure => new StepFailure(message, { code: 'answer_invalid' });
const tooLarge = (): StepFailure => invalid('The answer is larger than 16 MiB.');

/** How the connection is run is not the workflow's to say (RFC 9110, 7.6.1). */
const stripped: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'set-cookie2',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function checkHeaders(given: Readonly<Record<string, unknown>>): [string, string][] {
  const headers: [string, string][] = [];
  let bytes = 0;
  for (const [name, value] of Object.entries(given)) {
    if (stripped.has(name.toLowerCase()) || value === undefined || value === null) continue;
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw invalid(`"${name}" is not a header name.`);
    for (const item of Array.isArray(value) ? value : [value]) {
      const text = headerText(name, item);
      bytes += name.length + text.length;
      headers.push([name, text]);
    }
  }
  if (bytes > maxHeaderBytes) throw invalid('The headers of the answer are larger than 16 KiB.');
  return headers;
}

function headerText(name: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw invalid(`The header ${name} is no text.`);
  }
  const text = String(value);
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
    throw invalid(`The header ${name} has a character that a header cannot hold.`);
  }
  return text.trim();
}
