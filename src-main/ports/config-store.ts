// What a designer makes, as the room that keeps things gives it to others.
import type { KeptAccessToken } from './access.ts';
import type { Integration, IntegrationVersion } from '#shared/model/integration.ts';
import type { Settings } from '#shared/model/setting.ts';

/** A secret as kept, of whatever kind of authentication: found by its keyed digest, used and copied from its sealed value. */
export interface KeptSecret {
  readonly id: string;
  readonly digest: string;
  readonly sealed: Uint8Array;
}

/** Something that HTTPS listens with: a public document, and what must stay secret, sealed. */
export interface KeptCertificate {
  readonly id: string;
  readonly document: string;
  readonly sealed: Uint8Array | null;
}

export interface ConfigStore {
  integrations(): Promise<readonly Integration[]>;
  versions(id: string): Promise<readonly IntegrationVersion[]>;
  version(of: { readonly id: string; readonly version: number }): Promise<Integration | null>;
  /**
   * Saves several versions in one transaction, all or none. A version that is not the next one, or an address
   * that another integration has, is an answer and nothing is written.
   */
  save(change: {
    readonly saves: readonly {
      readonly integration: Integration;
      readonly restoredFrom: number | null;
      /** Values of secrets that are new in this version. */
      readonly newSecrets: readonly KeptSecret[];
    }[];
    readonly removes: readonly string[];
  }): Promise<
    | { readonly kind: 'saved' }
    | { readonly kind: 'stale'; readonly id: string }
    | { readonly kind: 'addressTaken'; readonly at: number; readonly by: string }
  >;
  secrets(): Promise<readonly KeptSecret[]>;
  accessTokens(): Promise<readonly KeptAccessToken[]>;
  /** False where another token has the label; nothing is written then. */
  saveAccessToken(kept: KeptAccessToken): Promise<boolean>;
  removeAccessToken(id: string): Promise<void>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<void>;
  /** In the order in which they were added. */
  certificates(): Promise<readonly KeptCertificate[]>;
  /** Puts all of them, or none, in place of those with the same ids. */
  putCertificates(kept: readonly KeptCertificate[]): Promise<void>;
  removeCertificate(id: string): Promise<void>;
}
