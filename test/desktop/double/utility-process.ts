// Utility processes, as Node.js processes that have what Electron's have: a port to whoever began them, and nothing else.
import { fork, type ChildProcess } from 'node:child_process';
import type { ForkOptions, UtilityProcess as RealProcess } from 'electron';
import { app } from './app.ts';
import { record } from './record.ts';
import { LoudEmitter, only, refuse } from './refuse.ts';

class UtilityProcess extends LoudEmitter implements Pick<RealProcess, 'postMessage'> {
  readonly #child: ChildProcess;
  pid: number | undefined;

  constructor(entry: string, args: readonly string[], { env }: ForkOptions) {
    super(['spawn', 'exit', 'message', 'error']);
    // An empty one is none.
    const given = Object.keys(env ?? {}).length === 0 ? process.env : { ...env };
    this.#child = fork(entry, args, {
      execArgv: ['--import', new URL('./parent-port.ts', import.meta.url).href],
      env: given,
      serialization: 'advanced',
    });
    const recorded = { isOver: false, variables: Object.keys(given) };
    record.processes.push(recorded);
    this.#child.on('spawn', () => {
      this.pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => {
      this.pid = undefined;
      recorded.isOver = true;
      this.emit('exit', code ?? 1);
    });
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object);
  }
}

export const utilityProcess = only('utilityProcess', {
  fork(entry: string, args: readonly string[] = [], options: ForkOptions = {}): RealProcess {
    if (!app.isReady()) refuse('utilityProcess.fork before the app is ready');
    return new UtilityProcess(entry, args, options) as unknown as RealProcess;
  },
});
