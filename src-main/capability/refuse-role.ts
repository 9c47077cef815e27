import type { ProcedureMeta } from '#shared/contract/role.ts';
import { isAllowed } from '#shared/model/access.ts';
import { problem } from '#shared/problem.ts';
import type { RpcContext } from './deps.ts';
import { toFailure } from './failing.ts';

/** The one place where a role is held against what a procedure needs. Throws `role_insufficient`. */
export function refuseRole({ signedIn }: RpcContext, { role }: ProcedureMeta): void {
  if (isAllowed(signedIn.role, role)) return;
  const detail = `This needs the role ${role}; ${signedIn.label} has the role ${signedIn.role}.`;
  throw toFailure(problem('role_insufficient', { detail }));
}
