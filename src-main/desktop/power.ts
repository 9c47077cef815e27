import { powerMonitor } from 'electron';
import type { Log } from '#main/host.ts';

/** Linux waits for 5 s in all, unless its `logind.conf` says otherwise (InhibitDelayMaxSec). */
const linuxMs = 3_000;

interface PowerListener {
  readonly log: Log;
  woke(): void;
  /** `withinMs`: how long running calls may take, where that is not the usual. */
  goesDown(withinMs?: number): void;
}

/** The computer sleeps and wakes, or goes down. */
export function watchPower(on: PowerListener, platform: NodeJS.Platform = process.platform): void {
  const { log } = on;
  powerMonitor.on('suspend', () => log.info('the computer goes to sleep: no calls are taken meanwhile'));
  powerMonitor.on('resume', () => {
    log.info('the computer is awake again');
    on.woke();
  });
  // Linux and macOS ask whether they may; a Windows that goes down ends the windows, and the app with them.
  // Electron's declarations leave the event out.
  powerMonitor.on('shutdown', (...[event]: readonly unknown[]) => {
    (event as Electron.Event).preventDefault();
    log.info('the computer goes down');
    on.goesDown(platform === 'linux' ? linuxMs : undefined);
  });
}
