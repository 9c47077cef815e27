// A part of the settings, as a file or a command names it: what it does not say stays as it is.
import { z } from 'zod';
import { Settings } from './setting.ts';

type Part<T> = T extends readonly unknown[] | null
  ? T
  : T extends object
    ? { [K in keyof T]?: Part<T[K]> }
    : T;

export type SettingsChange = Part<Settings>;

/** A schema without its defaults, down to the last field. What fields say of each other is for the whole to judge. */
function partOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return partOf(schema.unwrap());
  if (!(schema instanceof z.ZodObject)) return schema;
  const fields = Object.entries<z.core.$ZodType>(schema.shape);
  return z.strictObject(Object.fromEntries(fields.map(([name, field]) => [name, z.optional(partOf(field))])));
}

/** That a part of the settings has the type of one is more than the compiler can follow. */
export const SettingsChange = partOf(Settings) as z.ZodType<SettingsChange, SettingsChange>;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The settings with a change made to them, still to be judged as a whole; lists are replaced. */
export const withChange = (before: unknown, change: unknown): unknown =>
  isFields(before) && isFields(change)
    ? {
        ...before,
        ...Object.fromEntries(
          Object.entries(change).map(([name, part]) => [name, withChange(before[name], part)]),
        ),
      }
    : change === undefined
      ? before
      : change;

/** The value of a setting by its name, such as `http.port`; undefined where there is none. */
export const settingAt = (settings: unknown, name: string): unknown =>
  name
    .split('.')
    .reduce((at, part) => (isFields(at) && Object.hasOwn(at, part) ? at[part] : undefined), settings);

/** A change of one setting. */
export const changeOf = (name: string, value: unknown): unknown =>
  name.split('.').reduceRight<unknown>((below, part) => ({ [part]: below }), value);

/** The names of the settings in which two documents differ; lists are compared as wholes. */
export function changedSettings(before: unknown, after: unknown, within = ''): string[] {
  if (!isFields(before) || !isFields(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [within];
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    changedSettings(before[name], after[name], within === '' ? name : `${within}.${name}`),
  );
}

/** Those of the settings that are named. */
export const settingsNamed = (settings: Settings, names: readonly string[]): SettingsChange =>
  SettingsChange.parse(
    names.reduce<unknown>((part, name) => withChange(part, changeOf(name, settingAt(settings, name))), {}),
  );
