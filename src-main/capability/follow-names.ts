import type { RuleChange } from '#main/ports/config-store.ts';
import { draftOf, type Integration } from '#shared/model/integration.ts';
import type { CapabilityDeps } from './deps.ts';
import { valueOf } from './failing.ts';
import { renamedCallers, renamedRules } from './keep-names.ts';
import { prepareSave, type PreparedSave } from './prepare-save.ts';

/** What is saved together with an integration so that whoever names it, or one whose name it takes, means the same one after it. */
export function followNames(
  saved: Integration,
  deps: CapabilityDeps,
): { readonly callers: PreparedSave[]; readonly rules: RuleChange } {
  const before = deps.registry.all().map(({ integration }) => integration);
  const after = [...before.filter(({ id }) => id !== saved.id), saved];
  const callers = renamedCallers(before, after, saved).map(({ caller, workflow }) =>
    valueOf(prepareSave({ ...draftOf(caller), workflow }, caller, deps)),
  );
  const rules = renamedRules(deps.notifications.rules(), before, after);
  const saves = rules.map((rule) => ({ id: rule.name, document: JSON.stringify(rule) }));
  return { callers, rules: { saves, removes: [] } };
}
