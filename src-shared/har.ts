// A call as an entry of an HTTP archive, HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Fields that begin
// with an underscore are our own, as the specification has it.
import { z } from 'zod';
import type { CallDetail, ShownBody } from './model/call.ts';

const Pairs = z.array(z.object({ name: z.string(), value: z.string() }));
const Bytes = z.number().int().min(-1);

export const HarEntry = z.object({
  startedDateTime: z.iso.datetime(),
  time: z.number().nonnegative(),
  request: z.object({
    method: z.string(),
    url: z.url(),
    httpVersion: z.string(),
    cookies: Pairs,
    headers: Pairs,
    queryString: Pairs,
    postData: z
      .object({
        mimeType: z.string(),
        params: Pairs,
        text: z.string(),
        _encoding: z.literal('base64').optional(),
      })
      .optional(),
    headersSize: Bytes,
    bodySize: Bytes,
  }),
  response: z.object({
    /** 0 where the caller had no answer. */
    status: z.number().int(),
    statusText: z.string(),
    httpVersion: z.string(),
    cookies: Pairs,
    headers: Pairs,
    content: z.object({
      size: Bytes,
      mimeType: z.string(),
      text: z.string().optional(),
      encoding: z.literal('base64').optional(),
    }),
    redirectURL: z.string(),
    headersSize: Bytes,
    bodySize: Bytes,
  }),
  cache: z.object({}),
  timings: z.object({ send: z.number(), wait: z.number(), receive: z.number() }),
  comment: z.string().optional(),
  _call: z.record(z.string(), z.json()),
});
export type HarEntry = z.infer<typeof HarEntry>;

const typeIn = (headers: CallDetail['request']['headers']): string =>
  headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
const pairs = (of: Iterable<readonly [string, string]>) => [...of].map(([name, value]) => ({ name, value }));

/** As forms have it; what cannot be decoded stays as it was sent. */
const parametersIn = (rawQuery: string): (readonly [string, string])[] =>
  rawQuery
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return [decoded(name), decoded(value.join('='))] as const;
    });

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** `baseUrl`: where the installation is called; credentials were removed when the call was captured. */
export function harEntry(call: CallDetail, baseUrl: string): HarEntry {
  const { request, timings, totalMs } = call;
  const timeMs = timings.answeredMs ?? totalMs ?? 0;
  const comment = cutOf(call);
  const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`;
  return {
    startedDateTime: call.receivedAt,
    time: timeMs,
    request: {
      method: request.method,
      url: `${baseUrl.replace(/\/$/, '')}${request.path}${query}`,
      httpVersion: `HTTP/${request.httpVersion}`,
      cookies: [],
      headers: pairs(request.headers),
      queryString: pairs(parametersIn(request.rawQuery)),
      ...postData(request),
      headersSize: -1,
      bodySize: call.requestBytes,
    },
    response: responseOf(call),
    cache: {},
    timings: { send: 0, wait: timeMs, receive: 0 },
    ...(comment === null ? {} : { comment }),
    _call: {
      id: call.id,
      sequence: call.sequence,
      integration: call.integration,
      keyLabel: call.keyLabel,
      state: call.state,
      problem: call.problem,
      lane: call.lane,
      attempt: call.attempt,
      origin: call.origin,
      waitMs: call.waitMs,
      runMs: call.runMs,
      totalMs,
    },
  };
}

function postData({ headers, body }: CallDetail['request']): Pick<HarEntry['request'], 'postData'> {
  if (body === null || body.bytes === 0) return {};
  const encoding = body.encoding === 'base64' ? ({ _encoding: 'base64' } as const) : {};
  return { postData: { mimeType: typeIn(headers), params: [], text: body.data, ...encoding } };
}

/** What the caller was answered; the workflow's result where that was the answer. */
function responseOf({ answeredStatus, answered, response, request }: CallDetail): HarEntry['response'] {
  const answer = answered ?? (response?.status === answeredStatus ? response : null);
  const body = answer?.body ?? null;
  return {
    status: answeredStatus ?? 0,
    statusText: '',
    httpVersion: `HTTP/${request.httpVersion}`,
    cookies: [],
    headers: pairs(answer?.headers ?? []),
    content: {
      size: body?.bytes ?? 0,
      mimeType: typeIn(answer?.headers ?? []),
      ...(body === null ? {} : { text: body.data }),
      ...(body?.encoding === 'base64' ? { encoding: 'base64' as const } : {}),
    },
    redirectURL: '',
    headersSize: -1,
    bodySize: body?.bytes ?? -1,
  };
}

function cutOf({ request, response }: CallDetail): string | null {
  const said = (of: string, body: ShownBody | null | undefined) =>
    body?.cut === true ? [`Only the beginning of the body of the ${of} is here.`] : [];
  const cut = [...said('request', request.body), ...said('response', response?.body)];
  return cut.length === 0 ? null : cut.join(' ');
}
