// How senders sign: where the signature and its time stand, and what stands around the body in what is signed.
import { signatureHeader, type Hmac, type HmacPreset } from '#shared/model/auth/hmac.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { headersOf, type IncomingCall } from '../incoming-call.ts';

/** What the head of a call says of its signature. */
export interface Signed {
  /** What stands before the body, and after it, in what is signed. */
  readonly before: string;
  readonly after: string;
  /** Seconds since 1970; null where no time is signed. */
  readonly atSeconds: number | null;
  readonly signatures: readonly Buffer[];
  /** Those made with the private half of an Ed25519 key. */
  readonly ed25519: readonly Buffer[];
}

export interface SigningScheme {
  readonly algorithm: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** Where the signature stands. */
  readonly header: string;
  /** Problems: `signature_missing`, `signature_wrong`, `header_repeated`. */
  read(call: IncomingCall): Result<Signed>;
}

export const signingSchemes: { readonly [P in HmacPreset]: (hmac: Hmac) => SigningScheme } = {
  github: (hmac) =>
    headerScheme({
      header: signatureHeader(hmac),
      algorithm: 'sha256',
      decode: hexOf,
      prefix: 'sha256=',
      template: '{body}',
    }),
  shopify: (hmac) =>
    headerScheme({
      header: signatureHeader(hmac),
      algorithm: 'sha256',
      decode: base64Of,
      prefix: '',
      template: '{body}',
    }),
  slack: (hmac) =>
    headerScheme({
      header: signatureHeader(hmac),
      algorithm: 'sha256',
      decode: hexOf,
      prefix: 'v0=',
      timestampHeader: 'x-slack-request-timestamp',
      template: 'v0:{timestamp}:{body}',
    }),
  stripe: () => stripe,
  'standard-webhooks': () => standardWebhooks,
  generic(hmac) {
    const { algorithm = 'sha256', encoding, prefix = '', signed = '{body}', timestampHeader } = hmac;
    return headerScheme({
      header: signatureHeader(hmac),
      algorithm,
      decode: encoding === 'base64' ? base64Of : hexOf,
      prefix,
      timestampHeader: timestampHeader?.toLowerCase(),
      template: signed,
    });
  },
};

type Decode = (text: string) => Buffer | null;

const hexOf: Decode = (text) => (/^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : null);
const base64Of: Decode = (text) => (/^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null);

const wrong = (reason: string): Refusal => refuse(problem('signature_wrong', { reason }));

/** The one value of the header with the signature. */
function signatureIn(call: IncomingCall, header: string): Result<string> {
  const [sent, second] = headersOf(call, header);
  if (sent === undefined || sent === '') {
    const detail = `Send a signature in the header ${header}.`;
    return refuse(problem('signature_missing', { detail, reason: `There is no header ${header}.` }));
  }
  return second === undefined ? ok(sent) : repeated(header);
}

const repeated = (header: string): Refusal =>
  refuse(problem('header_repeated', { detail: `The header ${header} stands twice` }));

function only(call: IncomingCall, header: string): Result<string> {
  const [sent, second] = headersOf(call, header);
  if (sent === undefined || sent === '') return wrong(`There is a signature, but no header ${header}.`);
  return second === undefined ? ok(sent) : repeated(header);
}

/** Digits of a time since 1970; so many that they can only be milliseconds are these. */
function secondsOf(text: string): number | null {
  if (!/^\d{1,15}$/.test(text)) return null;
  const time = Number(text);
  return time > 100_000_000_000 ? Math.floor(time / 1_000) : time;
}

function oneSignature(sent: string, header: string, decode: Decode, prefix: string): Result<Buffer> {
  const signature = sent.startsWith(prefix) ? decode(sent.slice(prefix.length)) : null;
  return signature === null
    ? wrong(`The header ${header} does not hold a signature as expected.`)
    : ok(signature);
}

interface HeaderScheme {
  readonly header: string;
  readonly algorithm: SigningScheme['algorithm'];
  readonly decode: Decode;
  readonly prefix: string;
  /** Where the signed time stands; left out where none is signed. */
  readonly timestampHeader?: string;
  readonly template: string;
}

/** One signature in a header of its own, and perhaps a time in another. */
function headerScheme({
  header,
  algorithm,
  decode,
  prefix,
  timestampHeader,
  template,
}: HeaderScheme): SigningScheme {
  const [before = '', after = ''] = template.split('{body}');
  return {
    algorithm,
    header,
    read(call) {
      const sent = signatureIn(call, header);
      if (!sent.ok) return sent;
      const signature = oneSignature(sent.value, header, decode, prefix);
      if (!signature.ok) return signature;
      const signed = { before, after, atSeconds: null, signatures: [signature.value], ed25519: [] };
      if (timestampHeader === undefined) return ok(signed);
      const time = only(call, timestampHeader);
      if (!time.ok) return time;
      const atSeconds = secondsOf(time.value);
      if (atSeconds === null) return wrong(`The header ${timestampHeader} does not hold a time.`);
      const timed = (part: string) => part.replaceAll('{timestamp}', time.value);
      return ok({ ...signed, before: timed(before), after: timed(after), atSeconds });
    },
  };
}

/** `t=1492774577,v1=<hex>,v1=<hex>`; the time and the body are signed, with a dot between. */
const stripe: SigningScheme = {
  algorithm: 'sha256',
  header: signatureHeader({ preset: 'stripe' }),
  read(call) {
    const sent = signatureIn(call, stripe.header);
    if (!sent.ok) return sent;
    const parts = sent.value.split(',').map((part) => part.trim());
    const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
    const atSeconds = secondsOf(time);
    if (atSeconds === null) return wrong(`The header ${stripe.header} does not hold a time.`);
    const signatures = decoded(parts, 'v1=', hexOf);
    if (signatures.length === 0) return wrong(`The header ${stripe.header} holds no signature of version 1.`);
    return ok({ before: `${time}.`, after: '', atSeconds, signatures, ed25519: [] });
  },
};

/** More of them than any sender who changes its secret sends. */
const maxSignatures = 16;

function decoded(parts: readonly string[], prefix: string, decode: Decode): Buffer[] {
  return parts
    .filter((part) => part.startsWith(prefix))
    .slice(0, maxSignatures)
    .flatMap((part) => decode(part.slice(prefix.length)) ?? []);
}

/** `v1,<base64> v1a,<base64>` over id, time and body with dots between. */
const standardWebhooks: SigningScheme = {
  algorithm: 'sha256',
  header: signatureHeader({ preset: 'standard-webhooks' }),
  read(call) {
    const sent = signatureIn(call, standardWebhooks.header);
    if (!sent.ok) return sent;
    const id = only(call, 'webhook-id');
    if (!id.ok) return id;
    const time = only(call, 'webhook-timestamp');
    if (!time.ok) return time;
    const atSeconds = secondsOf(time.value);
    if (atSeconds === null) return wrong('The header webhook-timestamp does not hold a time.');
    const parts = sent.value.split(' ');
    const signatures = decoded(parts, 'v1,', base64Of);
    const ed25519 = decoded(parts, 'v1a,', base64Of);
    if (signatures.length + ed25519.length === 0) {
      return wrong(`The header ${standardWebhooks.header} holds no signature of version 1 or 1a.`);
    }
    return ok({ before: `${id.value}.${time.value}.`, after: '', atSeconds, signatures, ed25519 });
  },
};
