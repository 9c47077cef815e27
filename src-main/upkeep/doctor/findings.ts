// What the doctor has to go by, gathered beforehand, so that what it says of it is a pure function.
import type { CertificateStatus } from '#shared/model/certificate.ts';
import type { DataKeyStatus } from '#shared/model/data-key.ts';
import type { HostStatus } from '#shared/model/setting.ts';

export interface Findings {
  readonly status: HostStatus;
  /** Whether this process listens and runs, or a command only looks. */
  readonly serves: boolean;
  readonly nowMs: number;
  /** How far the wall clock has moved against the monotonic one since the start. */
  readonly clockMovedMs: number;
  readonly certificates: readonly CertificateStatus[];
  readonly disk: { readonly freeBytes: number; readonly state: 'ok' | 'low' | 'full' };
  readonly databaseBytes: number;
  /** Of the newest automatic backup; null where there is none. */
  readonly backupAtMs: number | null;
  readonly dataKey: DataKeyStatus & {
    /** Null where the system has none, or the file is not there. */
    readonly mode: number | null;
    /** A key file in the data folder that is not in use any more. */
    readonly hasOlderFile: boolean;
  };
  /** Who sent headers of proxies lately without being believed. */
  readonly unbelievedProxies: readonly string[];
  /** What came of calling the address that callers use; null where callers are on this machine alone. */
  readonly probe: Probe | null;
}

export interface Probe {
  readonly url: string;
  /** `ours`: it came back to this installation. */
  readonly outcome: 'ours' | 'another' | 'unreachable';
  /** A status, or why it was not reached. */
  readonly detail: string;
  /** Why a caller who knows only the well-known authorities would not trust it; null where one would, or it is http. */
  readonly distrust: string | null;
}
