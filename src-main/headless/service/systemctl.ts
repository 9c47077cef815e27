import { execFile } from 'node:child_process';
import { problem } from '#shared/problem.ts';
import { CommandFailure } from '../command-failure.ts';

export interface Systemctl {
  /** What it prints; fails with what it complains of. */
  run(...args: readonly string[]): Promise<string>;
  /** The word it answers a question with, whatever its exit status. */
  ask(...args: readonly string[]): Promise<string>;
}

const timeoutMs = 60_000;

export function systemctlOf(
  scope: 'user' | 'system',
  environment: Readonly<Record<string, string | undefined>>,
): Systemctl {
  const call = (args: readonly string[]) =>
    new Promise<{ error: Error | null; out: string; err: string }>((resolve) => {
      const all = [...(scope === 'user' ? ['--user'] : []), ...args];
      execFile('systemctl', all, { env: environment, timeout: timeoutMs }, (error, out, err) =>
        resolve({ error, out: out.trim(), err: err.trim() }),
      );
    });
  return {
    async run(...args) {
      const { error, out, err } = await call(args);
      if (error === null) return out;
      const why = err === '' ? error.message : err;
      throw new CommandFailure(
        problem('service_unmanaged', { detail: `systemctl ${args.join(' ')}: ${why}` }),
      );
    },
    async ask(...args) {
      const { out, err, error } = await call(args);
      return out === '' ? err || (error?.message ?? '') : out;
    },
  };
}
