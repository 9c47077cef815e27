// Each procedure of the contract begins with the role that it needs. What a procedure is made with is all that
// decides: `capability/base.ts` compares it with who asks.
import { oc } from '@orpc/contract';
import type { Role } from '../model/access.ts';

/** What a procedure says of itself beside its address. */
export interface ProcedureMeta {
  readonly role: Role;
}

const forRole = (role: Role) => oc.$meta<ProcedureMeta>({ role });

export const support = forRole('support');
export const designer = forRole('designer');
export const operator = forRole('operator');
