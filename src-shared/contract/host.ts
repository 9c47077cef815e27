import { oc } from '@orpc/contract';
import { HostStatus, Settings } from '../model/setting.ts';

/** Problems: `port_taken`, `port_forbidden`, with the listeners left as they were. */
export const host = {
  status: oc.route({ method: 'GET', path: '/status', summary: 'Version and listeners' }).output(HostStatus),
  settings: oc.route({ method: 'GET', path: '/settings', summary: 'The settings' }).output(Settings),
  saveSettings: oc
    .route({ method: 'PUT', path: '/settings', summary: 'Save the settings; listeners follow at once' })
    .input(Settings)
    .output(Settings),
  resumeExecutions: oc
    .route({
      method: 'POST',
      path: '/executions/resume',
      summary: 'Start executions again after a crash loop',
    })
    .output(HostStatus),
};
