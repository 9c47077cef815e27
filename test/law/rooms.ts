// The law of the house as a table: which room a file stands in, and what a room may import.

/** Listed before the rooms they stand within; the first that fits is a file's room. */
const places = {
  'shared/contract': /^src-shared\/contract\//,
  'shared/file': /^src-shared\/file\//,
  shared: /^src-shared\//,
  ports: /^src-main\/ports\//,
  /** What any room of the main process may know: the host's port, sets of addresses, how a name becomes durable, how a text becomes bytes, what is done in turn, where it may die. */
  ground:
    /^src-main\/(host|ip-list|own-addresses|encode-text|in-turn|limit-repeats|sync-folder|crash-point)\.ts$/,
  secrets: /^src-main\/secrets\//,
  upkeep: /^src-main\/upkeep\//,
  compose: /^src-main\/[a-z-]+\.ts$/,
  webhook: /^src-main\/webhook\//,
  tls: /^src-main\/tls\//,
  environment: /^src-main\/environment\//,
  notify: /^src-main\/notify\//,
  call: /^src-main\/call\//,
  lane: /^src-main\/lane\//,
  replay: /^src-main\/replay\//,
  /** Databases of others, which workflows ask. */
  'run/sql': /^src-main\/run\/sql\//,
  run: /^src-main\/run\//,
  store: /^src-main\/store\//,
  capability: /^src-main\/capability\//,
  carrier: /^src-main\/carrier\//,
  admin: /^src-main\/admin\//,
  examples: /^src-main\/examples\//,
  desktop: /^src-main\/desktop\//,
  preload: /^src-main\/preload\//,
  headless: /^src-main\/headless\//,
  /** The plain modules of the renderer's `app` serve the features; its components show them. */
  'app/modules': /^src-renderer\/app\/[a-z-]+\.ts$/,
  'app/components': /^src-renderer\/app\//,
  ui: /^src-renderer\/ui\//,
  integrations: /^src-renderer\/integrations\//,
  'trigger-setup': /^src-renderer\/trigger-setup\//,
  workflow: /^src-renderer\/workflow\//,
  versions: /^src-renderer\/versions\//,
  'call-log': /^src-renderer\/call-log\//,
  'call-detail': /^src-renderer\/call-detail\//,
  'call-actions': /^src-renderer\/call-actions\//,
  lanes: /^src-renderer\/lanes\//,
  charts: /^src-renderer\/charts\//,
  recovery: /^src-renderer\/recovery\//,
  import: /^src-renderer\/import\//,
  consumers: /^src-renderer\/consumers\//,
  'environment-page': /^src-renderer\/environment\//,
  settings: /^src-renderer\/settings\//,
  notifications: /^src-renderer\/notifications\//,
} as const;

export type Room = keyof typeof places;

const shared = ['shared', 'shared/contract', 'shared/file'] as const;
const core = [...shared, 'ports', 'ground', 'secrets'] as const;
const shell = [...core, 'compose', 'carrier', 'capability', 'admin', 'examples'] as const;
const feature = [...shared, 'ui', 'app/modules'] as const;
const features = [
  'integrations',
  'trigger-setup',
  'workflow',
  'versions',
  'call-log',
  'call-detail',
  'call-actions',
  'lanes',
  'charts',
  'recovery',
  'import',
  'consumers',
  'environment-page',
  'settings',
  'notifications',
] as const;

/** Beside itself. */
export const mayImport: Record<Room, readonly Room[]> = {
  shared: [],
  'shared/contract': ['shared'],
  /** The installation file as text. */
  'shared/file': ['shared', 'shared/contract'],
  ports: shared,
  ground: shared,
  secrets: [...shared, 'ports', 'ground'],
  lane: core,
  call: [...core, 'lane'],
  replay: [...core, 'call', 'lane'],
  'run/sql': [...core, 'run'],
  run: [...core, 'run/sql'],
  store: core,
  webhook: [...core, 'call'],
  tls: core,
  environment: core,
  notify: [...core, 'call', 'lane', 'environment'],
  capability: [...core, 'call', 'lane', 'replay', 'environment', 'notify'],
  carrier: [...core, 'capability'],
  admin: [...core, 'compose', 'carrier', 'capability'],
  upkeep: [...core, 'call', 'store'],
  /** Asks as the screens do, by the contract. */
  examples: [...shared, 'ground'],
  compose: [
    ...core,
    'upkeep',
    'webhook',
    'tls',
    'environment',
    'notify',
    'capability',
    'replay',
    'call',
    'lane',
    'store',
    'run',
  ],
  desktop: shell,
  headless: shell,
  preload: [],
  ui: shared,
  'app/modules': [...shared, 'ui'],
  'app/components': [...feature, ...features],
  integrations: feature,
  'trigger-setup': feature,
  workflow: feature,
  versions: feature,
  'call-log': feature,
  'call-detail': feature,
  'call-actions': feature,
  lanes: feature,
  charts: feature,
  recovery: feature,
  import: feature,
  consumers: feature,
  'environment-page': feature,
  settings: feature,
  notifications: feature,
};

/** Packages that belong to the rooms named, and to no other. */
export const packageRooms: readonly (readonly [RegExp, readonly Room[]])[] = [
  [/^better-sqlite3$/, ['store', 'run/sql']],
  [/^(pg|mysql2|tedious)$/, ['run/sql']],
  [/^(@peculiar\/x509|reflect-metadata|acme-client)$/, ['tls']],
  [/^electron($|\/)/, ['desktop', 'preload']],
  [/^electron-updater($|\/)/, ['desktop']],
  [/^(fastify|@fastify\/static)$/, ['webhook', 'admin']],
  [/^@orpc\//, ['shared/contract', 'capability', 'carrier', 'admin', 'app/modules']],
  [/^ws$/, ['carrier', 'admin']],
];

/** Rooms that may import only these packages. */
export const onlyPackages: Partial<Record<Room, RegExp>> = {
  shared: /^zod$/,
  'shared/contract': /^(zod|@orpc\/contract)$/,
  'shared/file': /^(zod|yaml)$/,
  ports: /^$/,
  preload: /^electron$/,
};

/** Started by name; whoever imported one would start it. */
export const entries: readonly string[] = [
  'src-main/desktop/main.ts',
  'src-main/headless/main.ts',
  'src-main/store/worker.ts',
  'src-main/run/worker.ts',
  'src-main/run/sql/sqlite-process.ts',
  'src-main/run/errand/worker.ts',
  'src-main/preload/preload.ts',
  'src-renderer/app/main.tsx',
];

/** The room of a file by its path from the root; undefined outside all of them. */
export function roomOf(path: string): Room | undefined {
  const names = Object.keys(places) as Room[];
  return names.find((room) => places[room].test(path));
}
