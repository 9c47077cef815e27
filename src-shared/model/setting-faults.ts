// What the settings may have been saved with once, and what nobody means: it is refused where they are changed, and
// not where they are read. Pure.
import { z } from 'zod';
import type { FieldIssue } from '../problem.ts';
import { settingAt } from './settings-change.ts';
import type { Settings } from './setting.ts';

/** Those that a change brings in; what stays as it is, and was as wrong before, does not keep anybody from the rest. */
export function newSettingFaults(next: Settings, current: Settings): readonly FieldIssue[] {
  const old = settingFaults(current).map(nameOf);
  return settingFaults(next).filter((fault) => {
    const name = nameOf(fault);
    return !old.includes(name) || settingAt(next, name) !== settingAt(current, name);
  });
}

const nameOf = ({ path }: FieldIssue): string => path.join('.');

function settingFaults({ http, https, publicBaseUrl }: Settings): readonly FieldIssue[] {
  const faults: FieldIssue[] = [];
  if (!isHost(http.host)) faults.push({ path: ['http', 'host'], message: noHost });
  if (!isHost(https.host)) faults.push({ path: ['https', 'host'], message: noHost });
  if (http.on && https.on && http.port !== 0 && http.port === https.port && meet(http.host, https.host)) {
    faults.push({
      path: ['https', 'port'],
      message: 'HTTP has this port already; HTTPS needs one of its own.',
    });
  }
  if (publicBaseUrl !== null && /[?#]/.test(publicBaseUrl)) {
    const message = 'It has no ? and no #, since the paths of endpoints are put after it.';
    faults.push({ path: ['publicBaseUrl'], message });
  }
  return faults;
}

const noHost =
  'This is neither an IP address nor a host name. 127.0.0.1 is this machine only, 0.0.0.0 all its addresses.';

const hostName = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;

function isHost(text: string): boolean {
  // The interface that a local address is meant on.
  const [address = ''] = text.split('%', 1);
  if (z.ipv6().safeParse(address).success) return true;
  return /^[\d.]+$/.test(text) ? z.ipv4().safeParse(text).success : hostName.test(text);
}

const all = ['0.0.0.0', '::'];
const meet = (one: string, other: string): boolean =>
  one === other || all.includes(one) || all.includes(other);
