import { dialog } from 'electron';
import { compose } from '#main/compose.ts';
import type { Runtime } from '#main/runtime.ts';
import type { Host } from '#main/host.ts';
import type { Problem } from '#shared/problem.ts';
import type { StartOptions } from './start-options.ts';

/** Starts the engine; null where a person has read why it does not start. */
export async function startRuntime(host: Host, places: StartOptions['places']): Promise<Runtime | null> {
  const started = await compose(host, places);
  if (started.ok) return started.value;
  const { problem } = started;
  if (problem.code !== 'port_taken' && problem.code !== 'port_forbidden') {
    dialog.showErrorBox('Hookline cannot start', problem.detail);
    return null;
  }
  const listener = problem.path === 'https.port' ? 'https' : 'http';
  if (places[listener].port === 0 || !prefersFreePort(problem)) return null;
  // A free port lets the person see the screens, and choose another one there.
  return startRuntime(host, { ...places, [listener]: { ...places[listener], port: 0 } });
}

function prefersFreePort({ detail }: Problem): boolean {
  const chosen = dialog.showMessageBoxSync({
    type: 'warning',
    message: 'Webhooks cannot be received.',
    detail: `${detail}\n\nHookline can receive on a free port this time. The port is set in Settings.`,
    buttons: ['Use a free port', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  return chosen === 0;
}
