import { type AddressRules, guardAddress } from './address-rules.ts';
import { problemAnswer } from './answers.ts';
import { optionsAnswer } from './cross-origin.ts';
import type { Answer, IncomingCall } from './incoming-call.ts';
import type { Registry } from './registry.ts';

/** What an OPTIONS request is told of an endpoint, or of the status of its calls; it leaves no row. Null where there is none. */
export function answerOptions(
  call: IncomingCall,
  at: { readonly kind: 'call' | 'status'; readonly code: string; readonly name: string },
  { registry, addressRules }: { readonly registry: Registry; addressRules(): AddressRules | null },
): Answer | null {
  const live = registry.find(at.code, at.name);
  if (live === undefined) return null;
  const barred = guardAddress(call, addressRules(), live.addresses);
  if (barred !== null) return problemAnswer(call, barred);
  const methods = at.kind === 'call' ? live.integration.trigger.methods : ['GET'];
  return optionsAnswer(call, methods, live.origins);
}
