// What retention asks of the store.
import type { Retention } from '#shared/model/retention.ts';

/** How much may be kept. Each bound of a trigger stands in place of the installation's where it is set. */
export interface RetentionBounds {
  readonly installation: Retention;
  readonly triggers: readonly (readonly [integrationId: string, Retention])[];
}

export interface RemovedCalls {
  readonly count: number;
  /** Files that no call refers to any more. */
  readonly files: readonly string[];
  /** Where to go on; null where nothing more has to go. */
  readonly next: number | null;
}

export interface RetentionStore {
  /** Removes some of what the bounds let go, oldest first, beginning after a sequence. */
  removeExpired(of: {
    readonly bounds: RetentionBounds;
    readonly after: number;
    /** How long it may hold up those who accept. */
    readonly budgetMs: number;
  }): Promise<RemovedCalls>;
  /** Gives some of the file's free pages back to the disk, where they are many, or all of them; whether there are more. */
  giveBack(of: { readonly all: boolean }): Promise<boolean>;
}
