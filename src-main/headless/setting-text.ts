import type { SettingChange } from '#shared/model/installation.ts';

/** A certificate has many lines; its beginning tells it from another. */
const longest = 60;

/** A value as `hookline settings set` takes it. */
export function settingText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

export const settingLine = ({ field, before, after }: SettingChange): string =>
  `${field}: ${shown(before)} -> ${shown(after)}\n`;

const shown = (value: unknown): string => {
  const text = settingText(value);
  return text === '' ? '(none)' : text;
};
