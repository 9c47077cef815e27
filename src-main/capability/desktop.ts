import type { DesktopPort } from '#main/host.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';

export function desktopCapability({ host: { desktop } }: CapabilityDeps) {
  const os = answering.desktop;
  const here = (): DesktopPort => {
    if (desktop === undefined) throw toFailure(problem('desktop_missing'));
    return desktop;
  };
  return {
    preferences: os.preferences.handler(() => here().preferences()),
    savePreferences: os.savePreferences.handler(async ({ input }) =>
      valueOf(await here().savePreferences(input)),
    ),
    update: os.update.handler(() => here().update()),
    lookForUpdate: os.lookForUpdate.handler(() => here().lookForUpdate()),
    installUpdate: os.installUpdate.handler(() => valueOf(here().installUpdate())),
  };
}
