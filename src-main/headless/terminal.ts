/** What a command reads and writes; tests hand in their own. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard output. Resolves when the text was handed on, so that output of any size is flushed whole. */
  print(text: string): Promise<void>;
  /** A line for people on standard error. */
  note(line: string): void;
  /** Whether people look at standard error, and no file or other program has it. */
  readonly isWatched?: boolean;
}

/** Standard output was closed by its reader (`hookline calls list | head -1`): nothing more to do. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

export function processTerminal(): Terminal {
  // Without a listener a closed pipe would end the process before the command could.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return {
    environment: process.env,
    isWatched: process.stderr.isTTY,
    print: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (error) => {
          if (!error) resolve();
          else if ('code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')) {
            reject(new OutputClosed());
          } else reject(error);
        });
      }),
    note: (line) => {
      process.stderr.write(`${line}\n`);
    },
  };
}
