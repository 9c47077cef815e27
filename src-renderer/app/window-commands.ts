// What the desktop shell asks of this page. Imported before the page says that it listens.
import { createStore, useStore } from 'zustand';
import { WindowCommand } from '#shared/model/window-command.ts';
import { navigate } from './hash-place.ts';
import { askBeforeLeaving } from './leave-guard.ts';

/** A file whose content somebody wants to see applied. */
export interface ReadFile {
  readonly name: string;
  readonly text: string;
}
export interface UnreadFile {
  readonly name: string;
  readonly why: string;
}
export type OfferedFile = ReadFile | UnreadFile;

interface Offered {
  readonly file: OfferedFile | null;
}
const offered = createStore<Offered>(() => ({ file: null }));

/** Where a file that somebody wants to bring in is shown. */
export const importPlace = '/import';

/** Shows what the file would change. */
export function offerFile(file: OfferedFile): void {
  offered.setState({ file });
  go(importPlace);
}
export const forgetFile = (): void => offered.setState({ file: null });
export const useOfferedFile = (): OfferedFile | null => useStore(offered, ({ file }) => file);

/** As by a link: what is not saved asks first. */
const go = (place: string): void => askBeforeLeaving(navigate, place);

window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  if (source !== window || typeof data !== 'object' || data === null || !('hookline' in data)) return;
  const { data: command } = WindowCommand.safeParse(data.hookline);
  if (command?.kind === 'go') go(command.place);
  if (command?.kind === 'import') offerFile(command);
});
