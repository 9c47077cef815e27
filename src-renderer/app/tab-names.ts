import { draftTabs } from './first-fault.ts';

/** The tabs of an integration by the word that stands for each in the address. */
export const tabNames: Readonly<Record<string, string>> = {
  setup: 'Setup',
  processing: 'Data processing',
  workflow: 'Workflow',
  calls: 'Calls',
  consumers: 'Consumers',
  versions: 'Versions',
};

/** Those with something to show: before the first save, the ones that are filled in. */
export const shownTabs = (isKept: boolean): readonly string[] => (isKept ? Object.keys(tabNames) : draftTabs);

export const knownTab = (wanted: string, isKept: boolean): string =>
  shownTabs(isKept).includes(wanted) ? wanted : 'setup';
