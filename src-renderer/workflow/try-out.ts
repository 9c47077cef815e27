// What the tabs of a draft share while it is tried out: the sample, what it gives, and the last dry run.
import { createContext, useContext } from 'react';
import type { DryRun } from '#shared/model/dry-run.ts';
import type { Preview } from '#shared/model/preview.ts';
import type { Listening } from './use-listening.ts';
import type { ChosenSample } from './use-sample.ts';

/** Results that stand in for those of steps that are not sent, by the name of their step. */
export type Results = Readonly<Record<string, unknown>>;

export interface DryRunOrder {
  /** The last step that is run, by its place; all of them where left out. */
  readonly until?: number;
  /** The names of steps that are really sent. */
  readonly send?: readonly string[];
}

/** Why a draft cannot be run as it is, in words. */
export class DraftFault extends Error {
  override readonly name = 'DraftFault';
}

export interface TryOut {
  readonly sample: ChosenSample;
  readonly preview: Preview | null;
  readonly results: Results;
  /** `undefined` takes it away. */
  readonly setResult: (step: string, value: unknown) => void;
  readonly run: (order?: DryRunOrder) => void;
  /** Why nothing can be run; null where it can. */
  readonly reason: string | null;
  readonly isRunning: boolean;
  readonly dryRun: DryRun | null;
  /** Why the last one was not run. */
  readonly error: Error | null;
  readonly close: () => void;
  readonly listening: Listening;
}

export const TryOutContext = createContext<TryOut | null>(null);

export function useTryOut(): TryOut {
  const tryOut = useContext(TryOutContext);
  if (tryOut === null) throw new Error('There is no draft around this that could be tried out.');
  return tryOut;
}
