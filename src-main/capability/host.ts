import { answering } from './base.ts';
import { changeSettings } from './change-settings.ts';
import type { CapabilityDeps } from './deps.ts';
import { valueOf } from './failing.ts';

export function hostCapability({
  store,
  settings,
  status,
  recover,
  resumeExecutions,
  inTurn,
}: CapabilityDeps) {
  const os = answering.host;
  return {
    status: os.status.handler(() => status()),
    resumeExecutions: os.resumeExecutions.handler(() => {
      resumeExecutions();
      return status();
    }),
    backup: os.backup.handler(async ({ input }) => valueOf(await store.backup(input.file))),
    recover: os.recover.handler(async ({ input }) => valueOf(await recover(input))),
    settings: os.settings.handler(() => settings.current()),
    saveSettings: os.saveSettings.handler(({ input }) =>
      inTurn(async () => {
        valueOf(await settings.apply(valueOf(changeSettings(settings.current(), input))));
        return settings.current();
      }),
    ),
    changeSettings: os.changeSettings.handler(({ input: { change, from } }) =>
      inTurn(async () => {
        valueOf(await settings.apply(valueOf(changeSettings(settings.current(), change, from))));
        return settings.current();
      }),
    ),
  };
}
