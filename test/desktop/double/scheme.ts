// Chromium hands an unknown scheme to the system before anybody can answer it. So app://hookline/ is
// http://hookline.app.localhost/ to the page: a secure context with the origin rules of a standard scheme.
import type { CustomScheme } from 'electron';
import { refuse } from './refuse.ts';

const schemes = new Set<string>();

export function registerSchemes(list: readonly CustomScheme[]): void {
  for (const { scheme, privileges } of list) {
    if (!privileges?.standard || !privileges.secure) refuse(`a scheme (${scheme}) not standard and secure`);
    schemes.add(scheme);
  }
}

export const isRegistered = (scheme: string): boolean => schemes.has(scheme);
export const schemeOf = (url: string): string => url.slice(0, url.indexOf(':'));

export const toChromium = (url: string): string =>
  url.replace(/^(\w+):\/\/([\w.-]*)/, (whole, scheme: string, host: string) =>
    schemes.has(scheme) ? `http://${host}.${scheme}.localhost` : whole,
  );

export const toElectron = (url: string): string =>
  url.replace(
    /^http:\/\/([\w.-]+)\.(\w+)\.localhost(?::80)?(?=[/?#]|$)/,
    (whole, host: string, scheme: string) => (schemes.has(scheme) ? `${scheme}://${host}` : whole),
  );

/** As Electron gives it; Node's URL says "null" of a scheme it does not know. */
export const originOf = (url: string): string => /^\w+:\/\/[^/?#]*/.exec(url)?.[0] ?? 'null';
