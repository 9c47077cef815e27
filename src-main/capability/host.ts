import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { valueOf } from './failing.ts';

export function hostCapability({ settings, status, resumeExecutions }: CapabilityDeps) {
  const os = answering.host;
  return {
    status: os.status.handler(() => status()),
    resumeExecutions: os.resumeExecutions.handler(() => {
      resumeExecutions();
      return status();
    }),
    settings: os.settings.handler(() => settings.current()),
    saveSettings: os.saveSettings.handler(async ({ input }) => valueOf(await settings.apply(input))),
  };
}
