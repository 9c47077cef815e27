import { DesktopPreferences, UpdateState } from '../model/desktop.ts';
import { operator, support } from './role.ts';

/** Problems: `desktop_missing` from the headless service; `file_not_writable`; `update_not_ready`. */
export const desktop = {
  preferences: support
    .route({ method: 'GET', path: '/desktop', summary: 'How the desktop app behaves on its computer' })
    .output(DesktopPreferences),
  savePreferences: operator
    .route({ method: 'PUT', path: '/desktop', summary: 'Change how the desktop app behaves' })
    .input(DesktopPreferences)
    .output(DesktopPreferences),
  update: support
    .route({
      method: 'GET',
      path: '/desktop/update',
      summary: 'What is known of newer versions of the desktop app',
    })
    .output(UpdateState),
  lookForUpdate: operator
    .route({
      method: 'POST',
      path: '/desktop/update/look',
      summary: 'Look for a newer version now, and fetch it',
    })
    .output(UpdateState),
  /** Asks on the screen about calls that run, as quitting does. */
  installUpdate: operator.route({
    method: 'POST',
    path: '/desktop/update/install',
    summary: 'Restart the desktop app with the version that is ready',
  }),
};
