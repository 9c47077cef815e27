// Which sample somebody looks at an integration with; remembered in this browser, for each integration.
import { useMemo } from 'react';
import { z } from 'zod';
import { createStore, useStore } from 'zustand';
import { SampleRequest } from '#shared/model/dry-run.ts';

export const SampleChoice = z.object({
  /** The newest call of the log, one call of it, or a request that somebody made up. */
  kind: z.enum(['latest', 'call', 'request']),
  callId: z.string().optional(),
  /** Kept while a call is looked at, too. */
  request: SampleRequest.optional(),
});
export type SampleChoice = z.infer<typeof SampleChoice>;

const latest: SampleChoice = { kind: 'latest' };
const keyOf = (integration: string): string => `hookline sample ${integration}`;

function remembered(integration: string): SampleChoice {
  const text = localStorage.getItem(keyOf(integration));
  if (text === null) return latest;
  try {
    return SampleChoice.catch(latest).parse(JSON.parse(text));
  } catch {
    return latest;
  }
}

const choices = createStore<Readonly<Record<string, SampleChoice | undefined>>>(() => ({}));

/** Stands for the id of an integration that has none yet. */
export const unsaved = 'new';

/** What was chosen for an integration that was not saved yet is chosen for it under its id. */
export function carrySampleTo(integration: string): void {
  const choice = choices.getState()[unsaved];
  localStorage.removeItem(keyOf(unsaved));
  if (choice === undefined) return;
  localStorage.setItem(keyOf(integration), JSON.stringify(choice));
  choices.setState({ [integration]: choice, [unsaved]: undefined });
}

/** `integration`: its id, or `unsaved`. */
export function useSampleChoice(
  integration: string,
): readonly [SampleChoice, (choice: SampleChoice) => void] {
  const chosen = useStore(choices, (all) => all[integration]);
  const before = useMemo(() => remembered(integration), [integration]);
  const choose = (choice: SampleChoice) => {
    localStorage.setItem(keyOf(integration), JSON.stringify(choice));
    choices.setState({ [integration]: choice });
  };
  return [chosen ?? before, choose];
}
