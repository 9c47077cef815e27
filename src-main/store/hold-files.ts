// A connection to each database that only the end of the process takes away. Where the threads end without being asked
// to, SQLite would otherwise see the last connection go, and bring the log home and delete it: after a failed fsync
// that must not be, and a missing log means damage at the next start.
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { openForReading, type Db } from './open.ts';

/** How the writing thread asks for it; 1 once it is so. */
export interface HoldRequests {
  readonly port: MessagePort;
  readonly held: Int32Array<SharedArrayBuffer>;
}

/** In the writing thread: waits until the files are held, so that nothing says before that a life has begun. */
export function askToHold({ port, held }: HoldRequests): void {
  Atomics.store(held, 0, 0);
  port.postMessage(null);
  Atomics.wait(held, 0, 0);
}

/** In the main thread: holds the files of a folder when it is asked to, until they are let go. */
export function holdOnRequest(folder: string): { readonly requests: HoldRequests; letGo(): void } {
  const { port1, port2 } = new MessageChannel();
  const held = new Int32Array(new SharedArrayBuffer(4));
  const connections: Db[] = [];
  port1.on('message', () => {
    try {
      for (const name of ['queue.db', 'config.db']) connections.push(openForReading(join(folder, name)));
      // The lock on a file comes with the first look into it, and stays.
      for (const db of connections) db.pragma('user_version');
    } catch {
      // What is wrong with them is met by the writer.
    }
    Atomics.store(held, 0, 1);
    Atomics.notify(held, 0);
  });
  // Nobody is kept alive by it.
  port1.unref();
  return {
    requests: { port: port2, held },
    letGo() {
      port1.close();
      for (const db of connections) db.close();
    },
  };
}
