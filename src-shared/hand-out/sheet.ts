// A hand-out: what somebody has to know to call, on one page, as blocks that Markdown and HTML are made of. Pure.
import type { AuthenticationDraft, AuthenticationKind, SingleAuthenticationDraft } from '../model/auth.ts';
import type { Consumer } from '../model/consumer.ts';
import type { HandOutBlock as Block } from '../model/hand-out.ts';
import { draftOf, type Integration } from '../model/integration.ts';
import type { QueryParameter } from '../model/parameter.ts';
import { csharpSample } from '../samples/csharp.ts';
import { curlSample } from '../samples/curl.ts';
import { javascriptSample } from '../samples/javascript.ts';
import { powershellSample } from '../samples/powershell.ts';
import type { Proof, SampleRequest } from '../samples/request.ts';
import { hasBodyByRule, sampleOf } from '../samples/sample-of.ts';
import { proofsOf } from '../samples/ways-in.ts';
import { endpointAddress } from '../example-address.ts';
import { answersOf, bytesText } from './answers.ts';
import { basesFor, bestAddress, hereOnly, type Place } from './place.ts';
import { signatureText } from './security.ts';

export interface Sheet {
  readonly title: string;
  readonly blocks: readonly Block[];
}

const heading = (level: 1 | 2 | 3 | 4, text: string): Block => ({ kind: 'heading', level, text });
const text = (said: string): Block => ({ kind: 'text', text: said });
const code = (language: string, of: string): Block => ({ kind: 'code', language, text: of.trimEnd() });

/** For whoever calls one integration. */
export function integrationSheet(integration: Integration, place: Place): Sheet {
  const { name } = integration;
  const [proof] = proofsOf(draftOf(integration).trigger.authentication);
  const blocks = [
    heading(1, name),
    ...warning(place),
    ...howToCall(integration, proof, place, 2),
    ...footer(integration, place),
  ];
  return { title: name, blocks };
}

/** For one consumer: all that its key opens. */
export function consumerSheet(
  { label }: Pick<Consumer, 'label'>,
  integrations: readonly Integration[],
  place: Place,
): Sheet {
  const key = `<key of ${label}>`;
  const blocks = integrations.flatMap((integration) => [
    heading(2, integration.name),
    ...howToCall(integration, proofOfKey(integration, key), place, 3),
  ]);
  const opening =
    integrations.length === 0
      ? 'No endpoint may be called with this key yet.'
      : `What may be called with the key of ${label}. ${keyWord}`;
  return {
    title: label,
    blocks: [heading(1, label), ...warning(place), text(opening), ...blocks, text(madeBy(place))],
  };
}

function warning(place: Place): readonly Block[] {
  const word = hereOnly(place);
  return word === null ? [] : [text(word)];
}

const keyWord = 'The key itself is handed over apart from this page; its place is marked with <…>.';

/** The way in that needs the key. */
function proofOfKey(integration: Integration, key: string): Proof {
  const proofs = proofsOf(draftOf(integration).trigger.authentication, key);
  return proofs.find(({ headers }) => headers.some(([, value]) => value === key)) ?? proofs[0];
}

function howToCall(integration: Integration, proof: Proof, place: Place, level: 2 | 3): readonly Block[] {
  const { trigger } = integration;
  const bases = basesFor(place, integration);
  const addresses = (bases.length === 0 ? ['https://<host>'] : bases).map((url) =>
    endpointAddress(url, integration),
  );
  const address = bestAddress(place, integration);
  const authorityFile = address.startsWith('https:') ? place.authorityFile : null;
  const request = sampleOf(address, draftOf(integration), { proof, authorityFile });
  return [
    ...addresses.map((one) => code('', `${trigger.methods.join(', ')}  ${one}`)),
    ...(bases.length === 0 ? [text('No listener is on: <host> stands for where it will be.')] : []),
    heading(level, 'Who may call'),
    { kind: 'list', items: whoItems(integration, authorityFile) },
    ...parameterBlocks(trigger.queryParameters, level),
    ...bodyBlocks(integration, level),
    heading(level, 'Answers'),
    text(answerWords(integration)),
    {
      kind: 'table',
      heads: ['Status', 'Means'],
      codeColumns: [0],
      rows: answersOf(integration).map(({ status, text: means }) => [String(status), means]),
    },
    heading(level, 'Samples'),
    ...(trigger.authentication.kind === 'none' ? [] : [text('Put your own secret where <…> stands.')]),
    ...samples(request, level === 2 ? 3 : 4),
  ];
}

const samples = (request: SampleRequest, level: 3 | 4): readonly Block[] => [
  heading(level, 'curl'),
  code('sh', curlSample(request)),
  heading(level, 'PowerShell'),
  code('powershell', powershellSample(request)),
  heading(level, 'JavaScript'),
  code('javascript', javascriptSample(request)),
  heading(level, 'C#'),
  code('csharp', csharpSample(request)),
];

function whoItems(integration: Integration, authorityFile: string | null): readonly string[] {
  const { authentication, keyInQuery, httpsOnly, rateLimit } = draftOf(integration).trigger;
  const opening = openings[authentication.kind];
  return [
    ...(opening === undefined ? [] : [opening]),
    ...membersOf(authentication).map((one) => whoItem(one, keyInQuery)),
    ...(httpsOnly ? ['Calls come over HTTPS.'] : []),
    ...(authorityFile === null
      ? []
      : [
          `HTTPS shows a certificate of a local authority: trust ${authorityFile}, which you have from whoever gave you this page.`,
        ]),
    ...(rateLimit === false ? [] : [`At most ${rateLimit.calls} calls in ${rateLimit.perSeconds} s.`]),
  ];
}

const openings: Readonly<Partial<Record<AuthenticationKind, string>>> = {
  none: 'No key is asked for.',
  any: 'Any one of these will do:',
  all: 'All of these are asked for:',
};

function membersOf(authentication: AuthenticationDraft): readonly SingleAuthenticationDraft[] {
  switch (authentication.kind) {
    case 'none':
      return [];
    case 'any':
      return authentication.any;
    case 'all':
      return authentication.all;
    default:
      return [authentication];
  }
}

function whoItem(one: SingleAuthenticationDraft, keyInQuery: boolean): string {
  switch (one.kind) {
    case 'apiKeys':
      return `An API key in the header x-api-key, or as authorization: Bearer${keyInQuery ? ', or in the address as ?api_key=' : ''}.`;
    case 'basic':
      return 'A user and a password (authorization: Basic).';
    case 'jwt':
      return `A signed token (authorization: Bearer), by ${one.algorithms.join(', ')}.`;
    case 'hmac':
      return signatureText(one);
    case 'clientCertificate':
      return 'A client certificate, shown over HTTPS.';
  }
}

function parameterBlocks(parameters: readonly QueryParameter[], level: 2 | 3): readonly Block[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(({ name, type, several, required, default: value, description = '' }) => [
    name,
    several ? `${type}, several` : type,
    value ?? '',
    required && value === undefined ? 'yes' : 'no',
    description,
  ]);
  const heads = ['Name', 'Type', 'Default', 'Required', 'Description'];
  return [heading(level, 'Query parameters'), { kind: 'table', heads, codeColumns: [0, 2], rows }];
}

function bodyBlocks({ trigger }: Integration, level: 2 | 3): readonly Block[] {
  if (!trigger.methods.some(hasBodyByRule)) return [];
  const { bodyMustBe, bodySchema, bodySchemaCheck, maxBodyBytes, idempotency } = trigger;
  const type = bodyMustBe === 'any' ? 'Of any type' : bodyMustBe.toUpperCase();
  const fits =
    bodySchema === null || bodySchemaCheck === 'off'
      ? ''
      : bodySchemaCheck === 'warn'
        ? ' It should fit this JSON Schema.'
        : ' It has to fit this JSON Schema.';
  return [
    heading(level, 'Body'),
    text(`${type}, at most ${bytesText(maxBodyBytes)}.${fits}`),
    ...(fits === '' ? [] : [code('json', JSON.stringify(bodySchema, null, 2))]),
    ...(idempotency === false
      ? []
      : [
          text(
            `Send a header ${idempotency.header} that is new for each call. One that is not known to have come through is sent again with the same: it runs no second time within ${idempotency.hours} h.`,
          ),
        ]),
  ];
}

function answerWords({ trigger: { requestResponse, errors } }: Integration): string {
  const ids = 'Every answer has x-call-id: name it when you ask about a call.';
  const shape =
    errors === 'problem'
      ? 'Errors are application/problem+json (RFC 9457): type, title, status, detail, callId.'
      : 'Errors are {"errors":[{"code","message"}]}.';
  const status = 'GET on statusUrl, with the same key, says how the call stands and what came of it.';
  return requestResponse === false
    ? `The answer comes as soon as the call is safely on disk. ${status} ${ids} ${shape}`
    : `The answer is the result, which is waited for at most ${requestResponse.timeoutSeconds} s. ${ids} ${shape}`;
}

const footer = ({ version, savedAt }: Integration, place: Place): readonly Block[] => [
  text(`Version ${version}, saved on ${savedAt.slice(0, 10)}. ${madeBy(place)}`),
];
const madeBy = ({ version }: Place): string => `Made by Hookline ${version}.`;
