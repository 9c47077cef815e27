// From what is handed in of a named value or a connection to what is kept of it.
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Environment } from '#main/environment/environment.ts';
import type { KeptNamed } from '#main/ports/config-store.ts';
import { invalidInput } from '#shared/contract/field-issues.ts';
import type { Connection } from '#shared/model/connection.ts';
import { missingSecrets, withKeptSecrets } from '#shared/model/connection-secrets.ts';
import type { EnvironmentDraft, EnvironmentEntry } from '#shared/model/environment.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

interface Around {
  readonly environment: Environment;
  readonly dataFolder: string;
  readonly nowMs: number;
  /** The label of who changes it. */
  readonly by: string;
}

/** Null where it stays as it is. Problems: `input_invalid`. */
export function prepareValue(
  { name, value, secret }: EnvironmentDraft,
  { environment, nowMs, by }: Around,
): Result<{ readonly entry: EnvironmentEntry; readonly kept: KeptNamed; readonly field: string } | null> {
  const known = environment.entries().find((one) => one.name === name);
  if (value === undefined && secret === undefined) {
    return known === undefined
      ? refuse(problem('input_invalid', { path: 'value', detail: `${name} needs a value or a secret.` }))
      : ok(null);
  }
  const isSame = known !== undefined && (known.value === null) === (secret !== undefined);
  if (isSame && environment.valueOf(name) === (value ?? secret)) return ok(null);
  const entry = { name, value: value ?? null, changedAt: new Date(nowMs).toISOString(), changedBy: by };
  return ok({
    entry,
    kept: environment.keepEntry(entry, secret ?? null),
    field: secret === undefined ? 'value' : 'secret',
  });
}

/** With the secrets that are kept of it. Problems: `input_invalid`. */
export function wholeConnection(
  draft: Connection,
  { environment, dataFolder }: Pick<Around, 'environment' | 'dataFolder'>,
): Result<Connection> {
  const whole = withKeptSecrets(draft, environment.open(draft.name) ?? null);
  const issues = missingSecrets(whole).map((path) => ({
    path: path.split('.'),
    message: 'This field is required.',
  }));
  if (isOwnFile(draft, dataFolder)) {
    issues.push({ path: ['file'], message: 'Hookline keeps its own data there.' });
  }
  return issues.length === 0 ? ok(whole) : refuse(invalidInput(issues));
}

/** Problems: `input_invalid`. */
export function prepareConnection(draft: Connection, around: Around): Result<KeptNamed> {
  const whole = wholeConnection(draft, around);
  if (!whole.ok) return whole;
  const changed = { changedAt: new Date(around.nowMs).toISOString(), changedBy: around.by };
  return ok(around.environment.keepConnection(whole.value, changed));
}

const ownFiles =
  /^(config\.db|queue\.db|instance\.|hwm\.json|data-key|admin-token|service\.json|desktop\.json|reserve\.bin|blobs|backups|damaged-)/i;

const isOwnFile = (connection: Connection, dataFolder: string): boolean =>
  connection.kind === 'sqlite' && ownFiles.test(relative(dataFolder, resolve(dataFolder, connection.file)));

/** Whether it reaches files of this machine that an operator alone may give out. */
export function isBeyondFolder(connection: Connection, dataFolder: string): boolean {
  if (connection.kind !== 'sqlite') return false;
  const way = relative(dataFolder, resolve(dataFolder, connection.file));
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}
