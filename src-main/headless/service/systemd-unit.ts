export interface UnitOptions {
  /** Of one person, or of the machine. */
  readonly scope: 'user' | 'system';
  /** The Node.js that runs it, and the command line itself. */
  readonly node: string;
  readonly program: string;
  readonly dataFolder: string;
  /** What `serve` is told beside the folder. */
  readonly serve: readonly string[];
  /** The account of a service of the machine; null for one that systemd makes. */
  readonly account: string | null;
}

/** How `serve` ends says whether another start would help. */
const pointless = '73 74 76';

/** The unit file of the service. Its text is the same for the same options. */
export function systemdUnit({ scope, node, program, dataFolder, serve, account }: UnitOptions): string {
  const command = [node, program, '--data', dataFolder, 'serve', ...serve].map(quoted).join(' ');
  return [
    '[Unit]',
    'Description=Hookline, webhook triggers',
    'After=network-online.target',
    'Wants=network-online.target',
    '',
    '[Service]',
    `ExecStart=${command}`,
    'Restart=on-failure',
    'RestartSec=1',
    `RestartPreventExitStatus=${pointless}`,
    '# Running calls have ten seconds to end; what is cut off runs again at the next start.',
    'TimeoutStopSec=30',
    'UMask=0077',
    ...(scope === 'system' ? systemLines(dataFolder, account) : []),
    '',
    '[Install]',
    `WantedBy=${scope === 'user' ? 'default.target' : 'multi-user.target'}`,
    '',
  ].join('\n');
}

const systemLines = (dataFolder: string, account: string | null): string[] => [
  ...(account === null ? ['DynamicUser=yes'] : [`User=${account}`]),
  // Where systemd keeps the state of services it makes the folder, and gives it to the account.
  ...(dataFolder === stateFolder ? ['StateDirectory=hookline', 'StateDirectoryMode=0700'] : []),
  '# Ports below 1024, for HTTPS and certificates by ACME.',
  'AmbientCapabilities=CAP_NET_BIND_SERVICE',
  'CapabilityBoundingSet=CAP_NET_BIND_SERVICE',
  'NoNewPrivileges=yes',
  'PrivateTmp=yes',
  'ProtectSystem=full',
  'ProtectControlGroups=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'RestrictSUIDSGID=yes',
  'LockPersonality=yes',
];

/** Of a service of the machine, unless another one is named. */
export const stateFolder = '/var/lib/hookline';

/** As systemd reads it: a percent sign and a dollar sign mean something, and quotes hold words together. */
const quoted = (word: string): string => {
  const plain = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@%+=:,./$-]+$/.test(plain) ? plain : `"${plain.replace(/[\\"]/g, '\\$&')}"`;
};
