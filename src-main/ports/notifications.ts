/** What has to be known of notifications after a restart: what was found (`notification`), how channels do (`channel`). */
export interface KeptNote {
  readonly kind: 'notification' | 'channel';
  readonly id: string;
  /** JSON. */
  readonly document: string;
}

export interface NotificationStore {
  all(): Promise<readonly KeptNote[]>;
  keep(change: {
    readonly saves: readonly KeptNote[];
    readonly removes: readonly Pick<KeptNote, 'kind' | 'id'>[];
  }): Promise<void>;
}
