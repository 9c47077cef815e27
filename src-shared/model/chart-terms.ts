// The terms of charts, apart from their schemas: the store's threads need no more.

/** How far back a chart goes, and how long each of its steps is. */
export const chartSpans = {
  '15m': { seconds: 900, stepSeconds: 60 },
  '1h': { seconds: 3_600, stepSeconds: 60 },
  '6h': { seconds: 6 * 3_600, stepSeconds: 60 },
  '24h': { seconds: 24 * 3_600, stepSeconds: 60 },
  '7d': { seconds: 7 * 86_400, stepSeconds: 900 },
  '30d': { seconds: 30 * 86_400, stepSeconds: 3_600 },
} as const;

/** How a call can end, in the order in which charts stack them. */
export const outcomes = ['succeeded', 'failed', 'interrupted', 'cancelled', 'refused'] as const;
export type Outcome = (typeof outcomes)[number];
