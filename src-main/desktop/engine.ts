import type { MessagePortMain } from 'electron';
import type { Client } from '#shared/contract/index.ts';

/** What the shell stands around: the runtime in this process, or a service that runs on the folder already. */
export interface Engine {
  readonly kind: 'own' | 'attached';
  /** For the shell's own questions; rejects while a service is away. */
  reach(): Promise<Client>;
  /**
   * Answers one page over its port, from when the promise resolves. `ended`: it is this side that can answer no more,
   * and another port can be served instead. The caller starts the port, and closes it.
   */
  serve(port: MessagePortMain, page: { readonly signal: AbortSignal; ended(): void }): Promise<void>;
  /** Resolves when nothing can be kept any more, so that the process must end. */
  readonly lost: Promise<Error>;
  /** `withinMs`: how long running calls may take, where that is not the usual. Asked once more, the shorter one counts. */
  close(withinMs?: number): Promise<void>;
}
