import { z } from 'zod';
import { HostStatus, RecoveryChoice, Settings } from '../model/setting.ts';
import { SettingsChange } from '../model/settings-change.ts';
import { problemCodes } from '../problem.ts';
import { operator, support } from './role.ts';

/**
 * Problems: `port_taken`, `port_forbidden`, with the listeners left as they were; `settings_stale`; `backup_failed`; `not_in_recovery`,
 * `backup_unreadable`. While the installation is in recovery all others are answered `in_recovery`.
 */
export const host = {
  status: support
    .route({ method: 'GET', path: '/status', summary: 'Version and listeners' })
    .output(HostStatus),
  settings: support.route({ method: 'GET', path: '/settings', summary: 'The settings' }).output(Settings),
  saveSettings: operator
    .route({ method: 'PUT', path: '/settings', summary: 'Save the settings; listeners follow at once' })
    .input(Settings)
    .output(Settings),
  changeSettings: operator
    .route({ method: 'PATCH', path: '/settings', summary: 'Change some of the settings; the others stay' })
    .input(
      z.object({
        change: SettingsChange,
        from: SettingsChange.optional().meta({
          description:
            'What those had that the change was made from; where another value stands by now, nothing is changed (`settings_stale`).',
        }),
      }),
    )
    .output(Settings),
  backup: operator
    .route({ method: 'POST', path: '/backup', summary: 'Back up into one file, while calls come in' })
    .input(
      z.object({
        file: z.string().min(1).meta({
          description:
            'An absolute path on the machine of the service, where nothing is yet or an earlier backup.',
        }),
      }),
    )
    .output(z.object({ file: z.string(), bytes: z.number().int(), calls: z.number().int() })),
  recover: operator
    .route({
      method: 'POST',
      path: '/recovery',
      summary: 'Decide what becomes of damaged data; it is never deleted',
    })
    .input(RecoveryChoice)
    .output(
      z.object({
        /** How many there are now. */
        calls: z.number().int(),
        /** Where the damaged files are now; null where they are still in use. */
        setAside: z.string().nullable(),
        /** Why a listener is not where the settings say, with what is there now; null where all are. */
        notListening: z.object({ code: z.enum(problemCodes), text: z.string() }).nullable(),
      }),
    ),
  resumeExecutions: operator
    .route({
      method: 'POST',
      path: '/executions/resume',
      summary: 'Start executions again after a crash loop',
    })
    .output(HostStatus),
};
