import type { IntegrationDraftInput } from '../model/integration.ts';
import type { Method } from '../model/trigger.ts';
import { exampleAddress } from '../example-address.ts';
import type { Proof, SampleRequest } from './request.ts';
import { sampleValue } from './sample-value.ts';
import { sampleXml } from './sample-xml.ts';

type Trigger = IntegrationDraftInput['trigger'];

/** The method that a sample uses. */
export const sampleMethod = ({ methods = ['GET', 'POST'] }: Pick<Trigger, 'methods'>): Method =>
  methods.includes('POST') ? 'POST' : (methods[0] ?? 'POST');

/** Methods whose calls have a body as a rule. */
export const hasBodyByRule = (method: Method): boolean => method !== 'GET' && method !== 'DELETE';

/** A body that the trigger takes, and its type. */
export function sampleBody({
  bodyMustBe = 'any',
  bodySchema = null,
}: Pick<Trigger, 'bodyMustBe' | 'bodySchema'>): {
  readonly type: string;
  readonly value: unknown;
  readonly text: string;
} {
  const value = bodySchema === null ? {} : sampleValue(bodySchema);
  return bodyMustBe === 'xml'
    ? { type: 'application/xml', value, text: sampleXml(value) }
    : { type: 'application/json', value, text: JSON.stringify(value) };
}

/** A call of the trigger at its address that it takes, but for the secrets that its proof names. */
export function sampleOf(
  address: string,
  { trigger }: Pick<IntegrationDraftInput, 'trigger'>,
  { proof, authorityFile = null }: { readonly proof: Proof; readonly authorityFile?: string | null },
): SampleRequest {
  const method = sampleMethod(trigger);
  const { type, text } = sampleBody(trigger);
  const body = hasBodyByRule(method) ? text : null;
  return {
    method,
    url: exampleAddress(address, trigger.queryParameters ?? []),
    headers: body === null ? [] : [['content-type', type]],
    body,
    proof,
    authorityFile,
  };
}
