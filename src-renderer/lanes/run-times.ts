/** How long each call has run until now. */
export const runTimes = (startedAt: readonly string[], nowMs: number): readonly number[] =>
  startedAt.map((iso) => Math.max(0, nowMs - Date.parse(iso)));
