// What each way out of damaged data is called, and how a choice is told. Pure.
import { formatNumberOf } from '#renderer/ui/format.ts';
import type { Recovery } from '#shared/model/setting.ts';

/** How many calls there are now, where the damaged files are, and why callers may not come through. */
export interface Recovered {
  readonly calls: number;
  readonly setAside: string | null;
  readonly notListening: { readonly text: string } | null;
}

export type Choice = Recovery['choices'][number];

export const titles: Readonly<Record<Choice['kind'], string>> = {
  continue: 'Go on without the missing calls',
  salvage: 'Salvage what can be read',
  restore: 'Restore the backup',
  empty: 'Begin empty',
};

/** What will be there afterwards; empty where the calls are not touched. */
export function bringsBack({ kind, calls }: Choice): string {
  if (calls === null) return '';
  if (calls === 0) return 'No calls.';
  const most = kind === 'salvage' ? 'Up to ' : '';
  const count = formatNumberOf(calls, 'call');
  return `${most}${most === '' ? count[0]!.toUpperCase() + count.slice(1) : count}.`;
}

/** What came of it, when the installation is in use again. */
export function saidOfRecovered({ calls, setAside, notListening }: Recovered): string {
  const aside = setAside === null ? '' : ` The damaged files are in ${setAside}.`;
  const unreached =
    notListening === null ? '' : ` Callers are not served as the settings say: ${notListening.text}.`;
  return `The data was put right: ${calls === 0 ? 'no calls' : formatNumberOf(calls, 'call')} in the log.${aside}${unreached}`;
}
