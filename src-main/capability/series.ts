import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';

export function seriesCapability({ store, now }: CapabilityDeps) {
  return {
    get: answering.series.get.handler(({ input }) => store.series.read({ ...input, nowMs: now() })),
  };
}
