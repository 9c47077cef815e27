// What the doctor says, one function for each thing it looks at. Pure.
import { isLoopback } from '#main/call/auth/none.ts';
import type { CertificateStatus } from '#shared/model/certificate.ts';
import type { Check } from '#shared/model/check.ts';
import { dataKeyRemedy, dataKeyWords, notOpenWords } from '#shared/model/data-key.ts';
import type { Alarm, ListenerStatus } from '#shared/model/setting.ts';
import type { Findings } from './findings.ts';

const dayMs = 24 * 3_600_000;
const longestDaysLeft = 14;
const staleBackupMs = 2 * dayMs;
/** A network time service moves a clock by less. */
const clockToleranceMs = 5_000;

const ok = (id: string, text: string): Check => ({ id, state: 'ok', text, remedy: null });
const warning = (id: string, text: string, remedy: string): Check => ({ id, state: 'warning', text, remedy });
const failed = (id: string, text: string, remedy: string): Check => ({ id, state: 'failed', text, remedy });

export const checksOf = (found: Findings): Check[] => [
  ...listeners(found),
  ...firewall(found),
  ...publicAddress(found),
  ...certificates(found),
  ...proxies(found),
  clock(found),
  disk(found),
  database(found),
  backup(found),
  ...dataKey(found),
  ...alarms(found),
];

function listeners({ status, serves }: Findings): Check[] {
  if (!serves) {
    const text = 'No service runs on this data folder, so that no calls are taken.';
    return [failed('service', text, 'Start it with `hookline serve`, or open the app.')];
  }
  return status.listeners.map(({ kind, host, port, url, up, problem }) =>
    up
      ? ok(`listener_${kind}`, `${url} is up, on ${host}, port ${port}.`)
      : failed(
          `listener_${kind}`,
          `The listener on ${host}, port ${port}, is down${problem === null ? '' : `: ${problem.text}`}`,
          'Choose another address or port in the settings, or end the program that has it.',
        ),
  );
}

const isExposed = ({ kind, host, up }: ListenerStatus): boolean =>
  up && kind !== 'admin' && !isLoopback(host) && host !== 'localhost';

function firewall({ status, probe }: Findings): Check[] {
  const ports = status.listeners.filter(isExposed).map(({ port }) => port);
  if (ports.length === 0) return [];
  const text = `Other machines reach ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' and ')} if the firewall lets them.`;
  return probe === null || probe.outcome === 'ours'
    ? [ok('firewall', text)]
    : [warning('firewall', text, `Allow TCP to ${ports.join(' and ')}, e.g. \`ufw allow ${ports[0]}/tcp\`.`)];
}

function publicAddress({ probe }: Findings): Check[] {
  if (probe === null) return [];
  const { url, outcome, detail, distrust } = probe;
  switch (outcome) {
    case 'unreachable':
      return [
        failed(
          'public_address',
          `${url} cannot be reached from this machine: ${detail}`,
          'Look at the name, the reverse proxy and the firewall. Some networks cannot call their own public address from inside.',
        ),
      ];
    case 'another':
      return [
        failed(
          'public_address',
          `${url} is answered by something else than this installation (${detail}).`,
          'Let the reverse proxy hand on every path unchanged, or correct the public base address.',
        ),
      ];
    case 'ours':
      return [
        distrust === null
          ? ok('public_address', `${url} comes back to this installation.`)
          : warning(
              'public_address',
              `${url} comes back to this installation, but callers would not trust its certificate: ${distrust}`,
              'Give callers the certificate of the authority, or use one from an authority that they know.',
            ),
      ];
  }
}

function certificates({ status, certificates: all }: Findings): Check[] {
  if (!status.listeners.some(({ url }) => url.startsWith('https:'))) return [];
  return all.map(certificate);
}

function certificate({ id, facts, problem }: CertificateStatus): Check {
  const checkId = `certificate_${id}`;
  const remedy = 'See Settings, HTTPS: renew it, or put another one into use.';
  if (facts === null) return failed(checkId, problem?.text ?? 'The certificate could not be read.', remedy);
  const { subject, daysLeft, findings } = facts;
  const days = daysLeft === 1 ? 'one day' : `${daysLeft} days`;
  if (daysLeft < 0) return failed(checkId, `The certificate of ${subject} has run out.`, remedy);
  const said = [problem?.text, ...findings.map(({ text }) => text)].filter((text) => text !== undefined);
  if (said.length > 0) return warning(checkId, `${subject}: ${said.join(' ')} ${days} left.`, remedy);
  const text = `The certificate of ${subject} is good for ${days}.`;
  return daysLeft < longestDaysLeft ? warning(checkId, text, remedy) : ok(checkId, text);
}

function proxies({ unbelievedProxies: peers }: Findings): Check[] {
  if (peers.length === 0) return [];
  return [
    warning(
      'proxy_headers',
      `Calls from ${peers.join(', ')} carry what a proxy says of its callers, which is not believed: the log shows the proxy in their place.`,
      'If this is your reverse proxy, name it under trusted proxies in the settings.',
    ),
  ];
}

function clock({ clockMovedMs }: Findings): Check {
  const seconds = Math.round(Math.abs(clockMovedMs) / 1_000);
  if (Math.abs(clockMovedMs) <= clockToleranceMs)
    return ok('clock', 'The clock has run evenly since the start.');
  return warning(
    'clock',
    `The clock was moved ${clockMovedMs > 0 ? 'ahead' : 'back'} by ${seconds} s since the start. Calls keep their order and age all the same.`,
    'Let a time service keep the clock; signatures with a time limit depend on it.',
  );
}

const sizeOf = (bytes: number): string =>
  bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function disk({ disk: { freeBytes, state } }: Findings): Check {
  const text = `${sizeOf(freeBytes)} are free.`;
  const remedy = 'Make room on the volume of the data folder, or keep calls for a shorter time.';
  if (state === 'full') return failed('disk', `${text} No calls are taken until there is room.`, remedy);
  return state === 'low' ? warning('disk', text, remedy) : ok('disk', text);
}

function database({ status: { recovery }, databaseBytes }: Findings): Check {
  if (recovery === null) return ok('database', `The data is whole; it has ${sizeOf(databaseBytes)}.`);
  return failed(
    'database',
    recovery.problem.text,
    'Decide what becomes of it: on the screen, or `hookline recover`.',
  );
}

function backup({ backupAtMs, nowMs, status }: Findings): Check {
  const remedy = 'Look in the log for why none was made; `hookline backup <file>` makes one now.';
  if (backupAtMs === null) {
    const isYoung = nowMs - Date.parse(status.startedAt) < staleBackupMs;
    return isYoung
      ? ok('backup', 'The first automatic backup is made in the night.')
      : warning('backup', 'There is no automatic backup.', remedy);
  }
  const text = `The last automatic backup is of ${new Date(backupAtMs).toISOString()}.`;
  return nowMs - backupAtMs > staleBackupMs ? warning('backup', text, remedy) : ok('backup', text);
}

function dataKey({ dataKey: status }: Findings): Check[] {
  const { kind, place, isLost, mode, hasOlderFile } = status;
  if (isLost) return [failed('data_key', notOpenWords(status), dataKeyRemedy(status))];
  const where = `${dataKeyWords[kind]}: ${place}.`;
  if (mode !== null && (mode & 0o077) !== 0) {
    return [failed('data_key', `Others may read the data key. ${where}`, `chmod 600 ${place}`)];
  }
  if (!hasOlderFile) return [ok('data_key', where)];
  const remedy = 'Run `hookline key rotate`, then move data-key away. Backups made before open with it.';
  return [
    ok('data_key', where),
    warning('data_key_older', 'The data folder still holds a data-key that was in use before.', remedy),
  ];
}

/** Said by a check of their own. */
const saidAbove: ReadonlySet<Alarm['code']> = new Set([
  'disk_low',
  'disk_full',
  'data_key_lost',
  'certificate_broken',
  'certificate_unfit',
  'certificate_expiring',
  'certificate_ending',
]);

const alarms = ({ status }: Findings): Check[] =>
  status.alarms
    .filter(({ code }) => !saidAbove.has(code))
    .map(({ code, text }) =>
      warning(code, text, 'See the screens; an alarm ends by itself when its cause does.'),
    );
