// What a designer makes, as the room that keeps things gives it to others.
import type { KeptAccessToken } from './access.ts';
import type { Consumer } from '#shared/model/consumer.ts';
import type { Integration, IntegrationVersion } from '#shared/model/integration.ts';
import type { NotificationRule } from '#shared/model/notification.ts';
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

/** A named value or a connection: what may be seen of it, and its secrets, sealed. Its id is its name. */
export type KeptNamed = KeptCertificate;

export interface NamedChange {
  readonly saves: readonly KeptNamed[];
  /** Names. */
  readonly removes: readonly string[];
}

/** A rule of notifications, which has no secrets. Its id is its name. */
export type KeptRule = Pick<KeptNamed, 'id' | 'document'>;

export interface RuleChange {
  readonly saves: readonly KeptRule[];
  /** Names. */
  readonly removes: readonly string[];
}

/** The data key as kept: its id, and itself under a key from outside. */
export interface KeptDataKey {
  readonly id: Uint8Array;
  readonly wrapped: Uint8Array;
}

/** A row of one of the tables that hold something sealed under the data key. */
export interface SealedRow {
  readonly table: 'secrets' | 'certificates' | 'environment' | 'connections';
  readonly id: string;
  readonly sealed: Uint8Array;
  /** A keyed digest beside it; null where the table has none. */
  readonly digest: string | null;
}

export interface DataKeyChange {
  readonly dataKey: KeptDataKey;
  /** Each row as it was read, and as it is to be under the new key. */
  readonly rows: readonly { readonly from: SealedRow; readonly to: SealedRow }[];
  /** What becomes of rows that are not among these: `refuse` the change, or `remove` them. */
  readonly others: 'refuse' | 'remove';
}

export interface ConfigStore {
  integrations(): Promise<readonly Integration[]>;
  versions(id: string): Promise<readonly IntegrationVersion[]>;
  version(of: { readonly id: string; readonly version: number }): Promise<Integration | null>;
  /**
   * Saves several versions, consumers, named values, connections, rules of notifications and settings in one transaction, all or none. A version that is not the next one, or an address
   * that another integration has, is an answer and nothing is written.
   */
  save(change: {
    readonly saves: readonly {
      readonly integration: Integration;
      readonly restoredFrom: number | null;
      readonly savedBy: string;
      /** Values of secrets that are new in this version. */
      readonly newSecrets: readonly KeptSecret[];
    }[];
    readonly removes: readonly string[];
    readonly consumers: {
      readonly saves: readonly { readonly consumer: Consumer; readonly newSecrets: readonly KeptSecret[] }[];
      readonly removes: readonly string[];
    };
    readonly environment: NamedChange;
    readonly connections: NamedChange;
    readonly notifications: RuleChange;
    /** Null: as they are. */
    readonly settings: Settings | null;
  }): Promise<
    | { readonly kind: 'saved' }
    | { readonly kind: 'stale'; readonly id: string }
    | { readonly kind: 'addressTaken'; readonly at: number; readonly by: string }
  >;
  consumers(): Promise<readonly Consumer[]>;
  environment(): Promise<readonly KeptNamed[]>;
  connections(): Promise<readonly KeptNamed[]>;
  notificationRules(): Promise<readonly NotificationRule[]>;
  secrets(): Promise<readonly KeptSecret[]>;
  accessTokens(): Promise<readonly KeptAccessToken[]>;
  /** False where another token has the label; nothing is written then. */
  saveAccessToken(kept: KeptAccessToken): Promise<boolean>;
  removeAccessToken(id: string): Promise<void>;
  /** Null where none was made yet. */
  dataKey(): Promise<KeptDataKey | null>;
  sealedRows(): Promise<readonly SealedRow[]>;
  /** All in one transaction; false, with nothing written, where the rows are not as they were read. */
  changeDataKey(change: DataKeyChange): Promise<boolean>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<void>;
  /** In the order in which they were added. */
  certificates(): Promise<readonly KeptCertificate[]>;
  /** Puts all of them, or none, in place of those with the same ids. */
  putCertificates(kept: readonly KeptCertificate[]): Promise<void>;
  removeCertificate(id: string): Promise<void>;
}
