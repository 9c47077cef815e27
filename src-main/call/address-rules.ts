import { createIpList } from '#main/ip-list.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { IncomingCall } from './incoming-call.ts';

/** Which addresses may call, of an installation or a trigger. */
export interface AddressRules {
  /** Why this one may not, in a few words; null where it may. */
  against(address: string): string | null;
}

/** Whoever stands in `deny` may not call, nor whoever is missing in an `allow` that names anyone. Null for no rules. */
export function createAddressRules({
  allow,
  deny,
}: {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}): AddressRules | null {
  if (allow.length === 0 && deny.length === 0) return null;
  const denied = createIpList(deny);
  const allowed = allow.length === 0 ? null : createIpList(allow);
  return {
    against(address) {
      if (denied.has(address)) return 'is denied';
      return allowed === null || allowed.has(address) ? null : 'is not among those allowed';
    },
  };
}

/** Asked before anything else about a caller, so that nobody can try keys from elsewhere. Problems: `address_not_allowed`. */
export function guardAddress(
  call: Pick<IncomingCall, 'remoteAddress'>,
  installation: AddressRules | null,
  trigger: AddressRules | null,
): Problem | null {
  if (installation === null && trigger === null) return null;
  const { remoteAddress } = call;
  const byAll = installation?.against(remoteAddress) ?? null;
  const why = byAll ?? trigger?.against(remoteAddress) ?? null;
  if (why === null) return null;
  const where = byAll === null ? 'by the trigger' : 'by the settings of the installation';
  return problem('address_not_allowed', { reason: `The address ${remoteAddress} ${why} ${where}.` });
}
