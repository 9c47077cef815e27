// What somebody does who means harm, beside the load that is measured: in processes of its own, ended afterwards.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasProgram, needProgram } from './need-program.ts';

/** Long enough for all connections of a siege to be open. */
const beginsMs = 3_000;

async function beside<T>(command: string, args: readonly string[], measure: () => T): Promise<T> {
  const child = spawn(command, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    await sleep(beginsMs);
    if (child.exitCode !== null) throw new Error(`${command} ended by itself with ${child.exitCode}.`);
    return measure();
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

export const canBesiege = (): boolean => hasProgram('slowhttptest');

/** Twice as many connections as a listener has places for, whose heads never end (Slowloris). */
export const besiege = <T>(url: string, measure: () => T): Promise<T> =>
  beside(
    'slowhttptest',
    ['-H', '-c', '2048', '-r', '1024', '-i', '1', '-l', '600', '-p', '60', '-u', url],
    measure,
  );

/** As many callers as those measured, who ask for what there is not and never wait. */
export function flood<T>(url: string, measure: () => T): Promise<T> {
  needProgram('wrk');
  return beside('wrk', ['-t1', '-c64', '-d600s', `${url}/aaaaa/Nothing`], measure);
}
