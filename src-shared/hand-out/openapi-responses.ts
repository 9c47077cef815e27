// What a caller is answered, as OpenAPI says it. Pure.
import type { Integration } from '../model/integration.ts';
import type { Trigger } from '../model/trigger.ts';
import { CallState } from '../model/call.ts';
import { problemCodes } from '../problem.ts';
import { type Answer, answersOf } from './answers.ts';

type Errors = Trigger['errors'];

const text = { type: 'string' } as const;
const callId = { type: 'string', format: 'uuid' } as const;

/** Of what every trigger answers. */
export const sharedSchemas = {
  Accepted: {
    type: 'object',
    required: ['callId', 'state', 'statusUrl'],
    properties: {
      callId,
      state: { const: 'waiting' },
      statusUrl: { type: 'string', format: 'uri-reference' },
    },
  },
  CallStatus: {
    type: 'object',
    required: ['callId', 'state', 'statusUrl', 'receivedAt', 'attempt'],
    properties: {
      callId,
      state: { enum: [...CallState.options] },
      statusUrl: { type: 'string', format: 'uri-reference' },
      receivedAt: { type: 'string', format: 'date-time' },
      attempt: { type: 'integer', description: 'How often it was begun.' },
      waitMs: { type: ['number', 'null'] },
      runMs: { type: ['number', 'null'] },
      totalMs: { type: ['number', 'null'] },
      result: {
        type: 'object',
        description: 'When it is done.',
        required: ['status', 'headers', 'body'],
        properties: {
          status: { type: 'integer' },
          headers: { type: 'object' },
          body: { description: 'JSON as its value, text as text, other bytes as base64.' },
          bodyEncoding: { const: 'base64' },
        },
      },
      problem: { type: 'object', required: ['code', 'title'], properties: { code: text, title: text } },
    },
  },
};

const Problem = {
  type: 'object',
  description: 'RFC 9457.',
  required: ['type', 'title', 'status', 'detail', 'callId'],
  properties: {
    type: { type: 'string', format: 'uri', examples: [`urn:hookline:problem:${problemCodes[0]}`] },
    title: text,
    status: { type: 'integer' },
    detail: text,
    callId,
    statusUrl: { type: 'string', format: 'uri-reference' },
  },
};

const ErrorList = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'array',
      items: { type: 'object', required: ['code', 'message'], properties: { code: text, message: text } },
    },
  },
};

/** What is refused before its trigger is known is a problem, whatever shape the trigger has chosen. */
export const problemSchemas = (errors: Errors) => (errors === 'list' ? { Problem, ErrorList } : { Problem });

const headers: Readonly<Record<string, { readonly description: string; readonly schema: object }>> = {
  'x-call-id': { description: 'Of the call, as the log has it.', schema: callId },
  'cache-control': { description: 'No answer may be cached.', schema: { const: 'no-store' } },
  location: { description: 'The same as statusUrl.', schema: { type: 'string', format: 'uri-reference' } },
  'retry-after': { description: 'Seconds.', schema: { type: 'integer', minimum: 0 } },
  'www-authenticate': { description: 'How to say who calls.', schema: text },
  allow: { description: 'The methods that there are.', schema: text },
  ratelimit: { description: 'What is left of the limit, and when there is room again.', schema: text },
  'ratelimit-policy': { description: 'How many calls in which time.', schema: text },
  'idempotency-replayed': {
    description: 'true: this is the answer that the first call with the key had.',
    schema: { const: 'true' },
  },
};

const withHeaders = (names: readonly string[]) =>
  Object.fromEntries(['x-call-id', 'cache-control', ...names].map((name) => [name, headers[name]]));

const problemContent = (errors: Errors) => ({
  ...(errors === 'list' ? { 'application/json': { schema: ref('ErrorList') }, 'application/xml': {} } : {}),
  'application/problem+json': { schema: ref('Problem') },
  'application/problem+xml': {},
});

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const contentOf = (kind: Answer['kind'], errors: Errors) => {
  if (kind === 'accepted') return { 'application/json': { schema: ref('Accepted') } };
  return kind === 'result' ? { '*/*': {} } : problemContent(errors);
};

/** By status; whatever else there may be is a problem. */
export function responsesOf(integration: Integration) {
  const { errors } = integration.trigger;
  const said = answersOf(integration)
    // A document says nothing of the methods that it does not have.
    .filter(({ status }) => status !== 405)
    .map(({ status, text: description, kind, headers: names }) => [
      String(status),
      { description, headers: withHeaders(names), content: contentOf(kind, errors) },
    ]);
  return { ...Object.fromEntries(said), default: otherwise(errors) };
}

const otherwise = (errors: Errors) => ({
  description: 'Another problem.',
  headers: withHeaders([]),
  content: problemContent(errors),
});

export const statusResponses = ({ errors }: Trigger) => ({
  '200': {
    description: 'How the call stands.',
    headers: withHeaders([]),
    content: { 'application/json': { schema: ref('CallStatus') } },
  },
  '404': {
    description: 'There is no such call, or it is not kept any more.',
    headers: withHeaders([]),
    content: problemContent(errors),
  },
  default: otherwise(errors),
});
