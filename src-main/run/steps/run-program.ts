// Runs one program, without a shell, in a folder of its own, and ends it with all that it has begun.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunPermissions } from '#main/ports/run.ts';
import { endProcessGroup } from '../end-process-group.ts';
import { StepFailure } from '../step-failure.ts';

/** A program whose values are filled in. */
export interface ProgramCall {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly stdin: string | Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
  readonly maxOutputBytes: number;
}

export interface ProgramResult {
  readonly exitCode: number;
  readonly stdout: string | Uint8Array;
  readonly stderr: string | Uint8Array;
}

/** `follow` is told of the process while it lives, so that it is ended where the thread is lost. */
export async function runProgram(
  call: ProgramCall,
  { workFolder, programEnvironment }: RunPermissions,
  { signal, follow }: { readonly signal: AbortSignal; follow(pid: number, lives: boolean): void },
): Promise<ProgramResult> {
  const folder = join(workFolder, randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await runIn(folder, call, programEnvironment, { signal, follow });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runIn(
  cwd: string,
  { program, arguments: args, stdin, environment, maxOutputBytes }: ProgramCall,
  programEnvironment: Readonly<Record<string, string>>,
  { signal, follow }: { readonly signal: AbortSignal; follow(pid: number, lives: boolean): void },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(program, args, {
      cwd,
      env: { ...programEnvironment, ...environment },
      // The head of a group of its own, so that its children end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: 'pipe',
    });
    const { pid } = child;
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    let failure: Error | null = null;
    const end = (why: Error): void => {
      failure ??= why;
      if (pid !== undefined) endProcessGroup(pid);
    };
    const abort = (): void => end(new Error('The time is over.'));
    if (pid !== undefined) follow(pid, true);
    signal.addEventListener('abort', abort);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= maxOutputBytes) output[name].push(chunk);
        else end(new StepFailure(`${program} wrote more than ${maxOutputBytes} bytes.`, { isFinal: true }));
      });
    }
    // Whether it reads what it is given is its own affair.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    // What it has left behind must not keep its output open.
    child.on('exit', () => pid !== undefined && endProcessGroup(pid));
    child.on('error', (error) => {
      failure ??= new StepFailure(`${program} cannot be run: ${error.message}`);
      if (pid === undefined) settle(null, null);
    });
    child.on('close', settle);

    function settle(exitCode: number | null, killedBy: NodeJS.Signals | null): void {
      signal.removeEventListener('abort', abort);
      if (pid !== undefined) follow(pid, false);
      if (failure !== null) reject(failure);
      else if (exitCode === null)
        reject(new StepFailure(`${program} was ended by ${killedBy ?? 'a signal'}.`));
      else resolve({ exitCode, stdout: readable(output.stdout), stderr: readable(output.stderr) });
    }
  });
}

function readable(chunks: readonly Buffer[]): string | Uint8Array {
  const bytes = new Uint8Array(Buffer.concat(chunks));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}
