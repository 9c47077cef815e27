import { fieldIssues, invalidInput } from '#shared/contract/field-issues.ts';
import { newSettingFaults } from '#shared/model/setting-faults.ts';
import { Settings } from '#shared/model/setting.ts';
import { changedSettings, type SettingsChange, withChange } from '#shared/model/settings-change.ts';
import { pathParts } from '#shared/path.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

/**
 * The settings with a change made to them. Problems: `input_invalid`; `settings_stale` where one of those that it changes
 * is not what it was made `from`.
 */
export function changeSettings(
  current: Settings,
  change: SettingsChange,
  from: SettingsChange = {},
): Result<Settings> {
  const next = Settings.safeParse(withChange(current, change));
  if (!next.success) return refuse(invalidInput(fieldIssues(next.error.issues)));
  const faults = newSettingFaults(next.data, current);
  if (faults.length > 0) return refuse(invalidInput(faults));
  const changed = changedSettings(current, next.data);
  const stale = changedSettings(withChange(current, from), current).filter((name) => changed.includes(name));
  if (stale.length === 0) return ok(next.data);
  const message = 'It was changed meanwhile.';
  const issues = stale.map((name) => ({ path: pathParts(name), message }));
  return refuse(problem('settings_stale', { issues }));
}
