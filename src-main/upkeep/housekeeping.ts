// What is done now and then while calls come and go: old ones are let go, and the lanes are looked at.
import { createRetention, type Retention, type RetentionDeps } from './retention.ts';
import { createLaneSampler, type SampleLanesDeps } from './sample-lanes.ts';

export function createHousekeeping(deps: RetentionDeps & SampleLanesDeps): Retention {
  const retention = createRetention(deps);
  const sampler = createLaneSampler(deps);
  return {
    start() {
      retention.start();
      sampler.start();
    },
    runNow: retention.runNow,
    async close() {
      await Promise.all([retention.close(), sampler.close()]);
    },
  };
}
