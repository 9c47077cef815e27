import { isAllowed } from '#shared/model/access.ts';
import { type Connection, ConnectionEntry } from '#shared/model/connection.ts';
import { invalidInput } from '#shared/contract/field-issues.ts';
import { problem } from '#shared/problem.ts';
import { refuse, type Result } from '#shared/result.ts';
import { answering } from './base.ts';
import { commitSave } from './commit-save.ts';
import type { CapabilityDeps, RpcContext } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { isBeyondFolder, prepareConnection, wholeConnection } from './prepare-named.ts';
import { refuseRole } from './refuse-role.ts';
import { rulesWith } from './rule-faults.ts';
import { usersOfConnection } from './users-of.ts';

export function connectionCapability(deps: CapabilityDeps) {
  const os = answering.connections;
  const { environment, registry, inTurn } = deps;

  function refuseFile(draft: Connection, context: RpcContext): void {
    if (isBeyondFolder(draft, deps.status().dataFolder)) refuseRole(context, { role: 'operator' });
  }

  /** Steps of the one kind can do nothing with the other. */
  function refuseOtherKind({ name, kind }: Connection): void {
    const known = environment.connections().find(({ connection }) => connection.name === name)?.connection;
    const users = usersOfConnection(name, registry).map((one) => one.name);
    if (known === undefined || known.kind === kind || users.length === 0) return;
    const detail = `${users.join(', ')} go over ${name} as ${known.kind}.`;
    throw toFailure(problem('connection_used', { path: 'draft.kind', detail }));
  }

  return {
    list: os.list.handler(({ context }) => {
      const sees = isAllowed(context.signedIn.role, 'designer');
      return environment.connections().map(({ connection, ...entry }) => ({
        ...entry,
        ...(sees ? { connection } : {}),
        name: connection.name,
        kind: connection.kind,
        isReadable: environment.open(connection.name) !== null,
        usedBy: usersOfConnection(connection.name, registry),
      }));
    }),
    set: os.set.handler(({ input: { draft }, context }) =>
      inTurn(async () => {
        refuseFile(draft, context);
        refuseOtherKind(draft);
        const { dataFolder } = deps.status();
        const by = context.signedIn.label;
        const kept = valueOf(
          ofDraft(prepareConnection(draft, { environment, dataFolder, nowMs: deps.now(), by })),
        );
        valueOf(await commitSave({ connections: { saves: [kept], removes: [] } }, deps));
        return ConnectionEntry.parse(JSON.parse(kept.document));
      }),
    ),
    remove: os.remove.handler(({ input: { name } }) =>
      inTurn(async () => {
        if (environment.open(name) === undefined) {
          throw toFailure(problem('connection_not_found', { detail: `There is no connection ${name}.` }));
        }
        const rules = rulesWith(deps.notifications.rules(), 'connection', name);
        const users = [...usersOfConnection(name, registry), ...rules].map((one) => one.name);
        if (users.length > 0) {
          throw toFailure(problem('connection_used', { detail: `${users.join(', ')} go over ${name}.` }));
        }
        valueOf(await commitSave({ connections: { saves: [], removes: [name] } }, deps));
        return {};
      }),
    ),
    test: os.test.handler(async ({ input: { draft }, context }) => {
      refuseFile(draft, context);
      const { dataFolder } = deps.status();
      const whole = valueOf(ofDraft(wholeConnection(draft, { environment, dataFolder })));
      return deps.testConnection(environment.placed(whole));
    }),
  };
}

/** What is wrong with it, at the places of the request. */
const ofDraft = <T>(prepared: Result<T>): Result<T> =>
  prepared.ok || prepared.problem.issues === undefined
    ? prepared
    : refuse(
        invalidInput(prepared.problem.issues.map((issue) => ({ ...issue, path: ['draft', ...issue.path] }))),
      );
