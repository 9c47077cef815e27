/** The first and the last status that fit a filter for one (`404`) or for all of its hundred (`4xx`). */
export const statusRange = (status: string | number): readonly [first: number, last: number] =>
  typeof status === 'number' ? [status, status] : [Number(status[0]) * 100, Number(status[0]) * 100 + 99];
