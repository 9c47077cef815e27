/** What came with one secret since it was last told. */
export interface UsedKey {
  readonly keyId: string;
  readonly calls: number;
  readonly lastAtMs: number;
  readonly address: string;
}

export interface KeyDay extends UsedKey {
  /** Whole days since 1970, UTC. */
  readonly day: number;
}

/** Who called with which secret, day by day for a month; the last day with any call stays for good. */
export interface KeyUseStore {
  note(used: readonly UsedKey[]): Promise<void>;
  /** Of these secrets, of all where left out, each one's days in order. */
  days(keyIds?: readonly string[]): Promise<readonly KeyDay[]>;
}
