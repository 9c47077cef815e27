import { localClient } from '#main/capability/local-client.ts';
import { compose } from '#main/compose.ts';
import type { Runtime } from '#main/runtime.ts';
import type { Host } from '#main/host.ts';
import type { Problem } from '#shared/problem.ts';
import { nextFreePort } from './free-port.ts';
import { agreeFirst, sayLast } from './last-word.ts';
import type { StartOptions } from './start-options.ts';

export type DesktopHost = Host & { readonly face: 'desktop' };

type Listener = keyof StartOptions['places'];
const usualPort: Readonly<Record<Listener, number>> = { http: 8080, https: 8443 };

/**
 * Starts the engine; null where a person has read why it does not start. `isPatient`: `held` where another process has
 * the folder, which may be over soon.
 */
export async function startRuntime(
  host: DesktopHost,
  places: StartOptions['places'],
  { isPatient, moved = [] }: { readonly isPatient: boolean; readonly moved?: readonly Listener[] },
): Promise<Runtime | 'held' | null> {
  const started = await compose(host, places);
  if (started.ok) {
    if (moved.length > 0) await keepPorts(started.value, moved);
    return started.value;
  }
  const { problem } = started;
  if (problem.code === 'folder_held' && isPatient) return 'held';
  if (problem.code !== 'port_taken' && problem.code !== 'port_forbidden') {
    await sayLast('Hookline cannot start', problem.detail);
    return null;
  }
  const listener = problem.path === 'https.port' ? 'https' : 'http';
  const port = await nextFreePort(places[listener].port ?? usualPort[listener]);
  if (places[listener].port === 0 || !prefersPort(port, problem)) return null;
  // There a person sees the screens, and can choose another one.
  const next = { ...places, [listener]: { ...places[listener], port } };
  return startRuntime(host, next, { isPatient, moved: [...moved, listener] });
}

/** Where nobody can have been given an address yet, the port that was free stays the port. */
async function keepPorts({ router, status }: Runtime, moved: readonly Listener[]): Promise<void> {
  if (status().recovery !== null) return;
  const client = localClient(router);
  if ((await client.integrations.list()).length > 0) return;
  const settings = await client.host.settings();
  for (const { kind, port } of status().listeners)
    if (kind !== 'admin' && moved.includes(kind)) settings[kind].port = port;
  await client.host.saveSettings(settings);
}

function prefersPort(port: number, { detail }: Problem): boolean {
  const other = port === 0 ? 'a free port' : `port ${port}`;
  return agreeFirst({
    message: 'Webhooks cannot be received.',
    detail: `${detail}\n\nHookline can receive at ${other} instead: this time, or from now on where it has no integrations yet. The port is set in Settings.`,
    yes: `Use ${other}`,
    no: 'Quit',
  });
}
