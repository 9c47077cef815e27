import type { Log } from '#main/host.ts';
import type { Safekeeping } from '#main/ports/safekeeping.ts';
import { dropOldBackups, listBackups, newBackupFile } from '#main/store/backups.ts';
import { stat } from 'node:fs/promises';

const hourMs = 3_600_000;
const lookEveryMs = hourMs / 4;

/** At night where the machine is on then; at any hour where a night was missed. */
export function isBackupDue(newestMs: number | null, now: Date): boolean {
  if (newestMs === null) return true;
  const age = now.getTime() - newestMs;
  const isNight = now.getHours() >= 2 && now.getHours() < 5;
  return age > (isNight ? 20 : 36) * hourMs;
}

/** Keeps a week of backups beside the data; gives the function that ends it, after the one under way. */
export function backUpDaily(
  folder: string,
  store: Pick<Safekeeping, 'backup' | 'damage'>,
  log: Log,
): () => Promise<void> {
  let working: Promise<void> | null = null;

  async function look(): Promise<void> {
    if (store.damage !== null) return;
    const [newest] = listBackups(folder, 'hookline');
    const newestMs = newest === undefined ? null : (await stat(newest)).mtimeMs;
    if (!isBackupDue(newestMs, new Date())) return;
    const made = await store.backup(newBackupFile(folder, Date.now()));
    if (!made.ok) return log.error('the backup could not be made', { why: made.problem.detail });
    log.info('backed up', { ...made.value });
    dropOldBackups(folder, 'hookline');
  }

  const timer = setInterval(() => {
    working ??= look()
      .catch((error: unknown) => log.error('the backup could not be made', { why: String(error) }))
      .finally(() => (working = null));
  }, lookEveryMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await working;
  };
}
