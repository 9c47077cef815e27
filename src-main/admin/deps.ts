import type { Router } from '#main/capability/router.ts';
import type { Runtime } from '#main/runtime.ts';
import type { Log } from '#main/host.ts';

/** What the admin server is given. */
export interface AdminDeps {
  readonly router: Router;
  readonly access: Runtime['access'];
  readonly bodyOf: Runtime['bodyOf'];
  readonly load: Runtime['load'];
  readonly token: string;
  readonly version: string;
  readonly screensFolder: URL;
  /** The service ends: it is alive, but no longer ready. */
  readonly isStopping: () => boolean;
  /** Half a minute, but for tests. */
  readonly pingEveryMs?: number;
  readonly log: Log;
}
