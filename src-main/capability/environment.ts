import { isAllowed } from '#shared/model/access.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import { commitSave } from './commit-save.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { prepareValue } from './prepare-named.ts';
import { rulesWith } from './rule-faults.ts';
import { usersOfValue } from './users-of.ts';

export function environmentCapability(deps: CapabilityDeps) {
  const os = answering.environment;
  const { environment, registry, inTurn } = deps;

  const current = (name: string) => {
    const entry = environment.entries().find((one) => one.name === name);
    if (entry === undefined) {
      throw toFailure(problem('value_not_found', { detail: `The environment has no ${name}.` }));
    }
    return entry;
  };

  return {
    list: os.list.handler(({ context }) => {
      const sees = isAllowed(context.signedIn.role, 'designer');
      return environment.entries().map(({ value, ...entry }) => ({
        ...entry,
        value: sees ? value : null,
        isSecret: value === null,
        isReadable: environment.valueOf(entry.name) !== null,
        usedBy: usersOfValue(entry.name, registry),
      }));
    }),
    set: os.set.handler(({ input, context }) =>
      inTurn(async () => {
        const { dataFolder } = deps.status();
        const by = context.signedIn.label;
        const prepared = valueOf(prepareValue(input, { environment, dataFolder, nowMs: deps.now(), by }));
        if (prepared === null) return current(input.name);
        valueOf(await commitSave({ environment: { saves: [prepared.kept], removes: [] } }, deps));
        return prepared.entry;
      }),
    ),
    remove: os.remove.handler(({ input }) =>
      inTurn(async () => {
        const { name } = current(input.name);
        const rules = rulesWith(deps.notifications.rules(), 'secret', name);
        const users = [...usersOfValue(name, registry), ...rules].map((one) => one.name);
        if (users.length > 0) {
          throw toFailure(problem('value_used', { detail: `${users.join(', ')} name env.${name}.` }));
        }
        valueOf(await commitSave({ environment: { saves: [], removes: [name] } }, deps));
        return {};
      }),
    ),
  };
}
