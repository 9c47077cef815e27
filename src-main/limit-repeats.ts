import type { Log } from './host.ts';

const most = 5;
const withinMs = 10_000;

/** A failure that comes again and again fills no disk: of its lines, five within ten seconds, then how many were left out. */
export function limitRepeats(log: Log): Log {
  const counts = new Map<string, number>();

  function endOf(what: string): void {
    const leftOut = (counts.get(what) ?? 0) - most;
    counts.delete(what);
    if (leftOut > 0) log.error(what, { leftOut, withinSeconds: withinMs / 1_000 });
  }

  return {
    debug: (what, fields) => log.debug(what, fields),
    info: (what, fields) => log.info(what, fields),
    error(what, fields) {
      const count = (counts.get(what) ?? 0) + 1;
      counts.set(what, count);
      if (count === 1) setTimeout(endOf, withinMs, what).unref();
      if (count <= most) log.error(what, fields);
    },
  };
}
