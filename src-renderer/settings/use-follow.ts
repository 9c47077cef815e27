import { useEffect, useRef } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { formatBytes } from '#renderer/ui/format.ts';
import type { Settings } from '#shared/model/setting.ts';
import { changedSettings, settingAt } from '#shared/model/settings-change.ts';
import type { FieldName } from './field-errors.ts';

export type SettingsInput = z.input<typeof Settings>;
export type SettingsFormOf = UseFormReturn<SettingsInput, unknown, Settings>;

/**
 * Brings what was saved elsewhere into the form. What this person has changed stays, and says where it was changed there
 * too. What comes back does the same for what was saved from here: `sent` is what the form held then.
 */
export function useFollow(form: SettingsFormOf, settings: Settings) {
  const shown = useRef(settings);
  useEffect(() => {
    const before = shown.current;
    shown.current = settings;
    if (changedSettings(before, settings).length > 0) bringIn(form, before, settings);
  }, [form, settings]);
  return (sent: SettingsInput, saved: Settings) => {
    shown.current = saved;
    bringIn(form, sent, saved);
  };
}

/** `before`: what the form held when it was last as somebody had saved it. */
function bringIn(form: SettingsFormOf, before: SettingsInput, settings: Settings): void {
  const elsewhere = changedSettings(before, settings);
  const here = structuredClone(form.getValues());
  const mine = changedSettings(before, here).filter(
    (name) => changedSettings(settingAt(settings, name), settingAt(here, name)).length > 0,
  ) as FieldName[];
  form.reset(settings);
  for (const name of mine) {
    form.setValue(name, settingAt(here, name) as never, { shouldDirty: true });
    if (!elsewhere.includes(name)) continue;
    const message = `Changed elsewhere meanwhile: ${said(name, settingAt(settings, name))}. Save replaces it, Discard takes it.`;
    form.setError(name, { type: 'meanwhile', message });
  }
  if (elsewhere.length > 0 && mine.length > 0)
    form.setError('root.meanwhile', { message: meanwhile(elsewhere, mine) });
}

const meanwhile = (elsewhere: readonly string[], mine: readonly string[]): string =>
  elsewhere.some((name) => mine.includes(name))
    ? 'Somebody else has saved other values for settings that you have changed; they are marked below.'
    : 'Somebody else has saved other settings meanwhile; they stand here now, beside your changes.';

const mostShown = 60;

function said(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text =
    typeof value === 'number' && /bytes$/i.test(name)
      ? formatBytes(value)
      : Array.isArray(value)
        ? value.join(', ')
        : String((value as string | number | null) ?? '');
  if (text === '') return 'empty';
  return text.length > mostShown ? `${text.slice(0, mostShown - 1)}…` : text;
}
