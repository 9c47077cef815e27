import type { CallTimings } from './call.ts';

/** Of a call that has reached nothing yet. Apart from the schema, so that the store's threads need not load zod. */
export const noTimings: CallTimings = {
  authorisedMs: null,
  storedMs: null,
  startedMs: null,
  finishedMs: null,
  answeredMs: null,
  callerGoneMs: null,
};
