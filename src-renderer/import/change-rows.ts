import type {
  ConsumerChange,
  InstallationChange,
  NamedChange,
  SettingChange,
} from '#shared/model/installation.ts';

export interface ChangeRow {
  readonly action: InstallationChange['action'];
  readonly what: string;
  readonly name: string;
  /** What of it changes; for a setting its value before and after. */
  readonly fields: string;
}

export interface Plan {
  readonly changes: readonly InstallationChange[];
  readonly consumers: readonly ConsumerChange[];
  readonly environment: readonly NamedChange[];
  readonly connections: readonly NamedChange[];
  readonly notifications: readonly NamedChange[];
  readonly settings: readonly SettingChange[];
}

/** A row for everything that the file names; what changes comes first. */
export function rowsOf({
  changes,
  consumers,
  environment,
  connections,
  notifications,
  settings,
}: Plan): ChangeRow[] {
  const rows: ChangeRow[] = [
    ...settings.map(({ field, before, after }) => ({
      action: 'update' as const,
      what: 'Setting',
      name: field,
      fields: `${valueText(before)} → ${valueText(after)}`,
    })),
    ...consumers.map(({ action, label, fields }) => ({
      action,
      what: 'Consumer',
      name: label,
      fields: fields.join(', '),
    })),
    ...environment.map(namedRow('Value')),
    ...connections.map(namedRow('Connection')),
    ...notifications.map(namedRow('Rule')),
    ...changes.map(({ action, code, name, fields }) => ({
      action,
      what: 'Integration',
      name: code === null ? name : `${code}/${name}`,
      fields: fields.join(', '),
    })),
  ];
  const isKept = ({ action }: ChangeRow) => action === 'keep';
  return [...rows.filter((row) => !isKept(row)), ...rows.filter(isKept)];
}

const namedRow =
  (what: string) =>
  ({ action, name, fields }: NamedChange): ChangeRow => ({ action, what, name, fields: fields.join(', ') });

const longestValue = 60;

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not set');
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}
