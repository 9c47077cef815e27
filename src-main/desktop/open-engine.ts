// Which engine the shell stands around: a service that runs on the folder already, else one in this process.
import { setTimeout as sleep } from 'node:timers/promises';
import { findOuterKeys } from '#main/secrets/outer-key.ts';
import { attachToService } from './attached-engine.ts';
import type { Engine } from './engine.ts';
import { openKeychain } from './keychain.ts';
import { openOwnEngine } from './own-engine.ts';
import type { StartOptions } from './start-options.ts';
import { type DesktopHost, startRuntime } from './start-runtime.ts';

/** A command holds the folder for a moment; a service says where it is a moment after it took it. */
const tries = 5;
const pauseMs = 1_000;

/** Null where a person has read why there is none. */
export async function openEngine(
  { dataFolder, places, adminPort }: StartOptions,
  given: Omit<DesktopHost, 'outerKeys' | 'laterKeys' | 'dataFolder' | 'face'>,
  screensFolder: URL,
): Promise<Engine | null> {
  const keychain = openKeychain(given.log);
  const keys = () => findOuterKeys(dataFolder, process.env, keychain, given.log);
  for (let left = tries; ; left--) {
    const attached = await attachToService(dataFolder);
    if (attached !== null) return attached;
    const laterKeys = () => keychain.late.then(keys);
    const host: DesktopHost = { ...given, face: 'desktop', dataFolder, outerKeys: await keys(), laterKeys };
    const started = await startRuntime(host, places, { isPatient: left > 1 });
    if (started === 'held') await sleep(pauseMs);
    else return started === null ? null : openOwnEngine(started, { host, screensFolder, adminPort });
  }
}
