// What a shell is given by the composition root.
import type { openBody } from './capability/find-body.ts';
import type { SecureContextOptions } from 'node:tls';
import type { ServerOptions } from 'node:https';
import type { Router } from './capability/router.ts';
import type { AccessTokens } from './ports/access.ts';
import type { Restored } from './ports/safekeeping.ts';
import type { HostStatus, ListenerStatus } from '#shared/model/setting.ts';

export interface ComposeOptions {
  /** `false`: neither listeners nor executions, for commands on a stopped installation. */
  readonly serve?: boolean;
  /** A backup to put in place of all that is there, before anything is opened; what was there is set aside. */
  readonly restore?: string | undefined;
  /** In place of the settings, for this life. */
  readonly http?: { readonly host?: string | undefined; readonly port?: number | undefined };
  /** The same for HTTPS; a port switches it on. */
  readonly https?: { readonly host?: string | undefined; readonly port?: number | undefined };
  /** How long running calls may take when the service ends; ten seconds by default. */
  readonly drainMs?: number;
}

/** What is on its way at this moment, beside the bounds of the settings. */
export interface Load {
  /** Of the bodies of calls that wait, or are on their way to disk. */
  readonly waitingBytes: number;
  readonly waitingCallers: number;
  /** Of the bodies that are being received. */
  readonly bodyBytes: number;
  /** How long the oldest call that is on its way to disk has been so. */
  readonly commitWaitMs: number;
  /** TLS handshakes that came to nothing, since the start. */
  readonly failedHandshakes: number;
  /** Screens and commands that follow the log. */
  readonly followers: number;
  /** Refused calls that were too many to be written. */
  readonly unwrittenRefusals: number;
}

/** What a server of another room needs to speak TLS. */
export interface Tls {
  readonly options: ServerOptions;
  /** Names that its certificates are for, in lower case. */
  names(): readonly string[];
  /** `renew` is told the certificate for callers who name no host, whenever it is another one. */
  follow(renew: (fallback: SecureContextOptions) => void): void;
}

export interface Runtime {
  readonly router: Router;
  readonly access: AccessTokens;
  status(): HostStatus;
  load(): Load;
  /** For an admin listener beyond this machine: from then on there is a certificate, and it is looked after. */
  adminTls(): Promise<Tls>;
  /** While it acts, what the options say of listeners wins over settings that it changes. */
  asTold<T>(act: () => Promise<T>): Promise<T>;
  /** The shell tells where its admin listener is, the one to be shown last. */
  announceAdmin(listener: ListenerStatus): void;
  /** The exact bytes of a request or an answer; null where there are none. */
  bodyOf(id: string, of: 'request' | 'response'): ReturnType<typeof openBody>;
  /** What came of the option `restore`. */
  readonly restored: Restored | null;
  /** Resolves when nothing can be kept any more, so that the process must end. */
  readonly lost: Promise<Error>;
  /**
   * Ends in order: no new calls, running ones finish within the grace time, everything is on disk. `withinMs`: another
   * grace time than that of the options. Asked once more, the shorter one counts.
   */
  close(withinMs?: number): Promise<void>;
}
