import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes are drawn for this many ids at once: a draw of its own for each costs more than the id. */
const idsPerDraw = 256;
const bytesPerId = 16;

/** Makes UUIDv7 (RFC 9562, 5.7), which sort by the time they were made. */
export function createNewId(): () => string {
  const pool = new Uint8Array(idsPerDraw * bytesPerId);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    const random = pool.subarray(at, (at += bytesPerId));
    return v7({ random });
  };
}
