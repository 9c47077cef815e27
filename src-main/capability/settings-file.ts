// The settings in an installation file: what would change, and what of them is worth a line.
import { fieldIssues, invalidInput } from '#shared/contract/field-issues.ts';
import type { SettingChange } from '#shared/model/installation.ts';
import { newSettingFaults } from '#shared/model/setting-faults.ts';
import { Settings } from '#shared/model/setting.ts';
import {
  changedSettings,
  settingAt,
  type SettingsChange,
  settingsNamed,
  withChange,
} from '#shared/model/settings-change.ts';
import type { FieldIssue, Problem } from '#shared/problem.ts';

interface SettingsPlan {
  readonly next: Settings;
  readonly changes: SettingChange[];
  /** With the paths in the file; where there are any, the settings stay. */
  readonly problems: readonly Problem[];
}

export function planSettings(change: SettingsChange = {}, current: Settings): SettingsPlan {
  const read = Settings.safeParse(withChange(current, change));
  if (!read.success) return refused(fieldIssues(read.error.issues), current);
  const next = read.data;
  const faults = newSettingFaults(next, current);
  if (faults.length > 0) return refused(faults, current);
  const changes = changedSettings(current, next).map((field) => ({
    field,
    before: settingAt(current, field),
    after: settingAt(next, field),
  }));
  return { next, changes, problems: [] };
}

const refused = (faults: readonly FieldIssue[], current: Settings): SettingsPlan => ({
  next: current,
  changes: [],
  problems: [invalidInput(faults.map((fault) => ({ ...fault, path: ['settings', ...fault.path] })))],
});

/** Those that somebody set; left out where there are none. */
export function settingsOfFile(current: Settings): { readonly settings?: SettingsChange } {
  const names = changedSettings(Settings.parse({}), current);
  return names.length === 0 ? {} : { settings: settingsNamed(current, names) };
}
