import { fieldIssues, invalidInput } from '#shared/contract/field-issues.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { CommandFailure, lineOf } from './command-failure.ts';
import { parseFile } from './parse-file.ts';
import { readInput } from './read-input.ts';
import { resolveSecrets, type Environment } from './resolve-secrets.ts';

const maxFileBytes = 16 * 1024 * 1024;

/** Reads and checks a file as a command does; fails with its name, the field and the reason in one line. */
export async function readInstallationFile(
  path: string,
  environment: Environment,
): Promise<InstallationFile> {
  const bytes = await readInput(path, maxFileBytes);
  const file = await checkInstallationFile(bytes, environment);
  if (!file.ok) throw new CommandFailure(`${path}: ${lineOf(file.problem)}`);
  return file.value;
}

/** Bytes as an installation file, secrets by reference filled in. Problems: `input_invalid`, with the path. */
export async function checkInstallationFile(
  bytes: Uint8Array,
  environment: Environment,
): Promise<Result<InstallationFile>> {
  const parsed = await parseFile(bytes);
  if (!parsed.ok) return parsed;
  const resolved = resolveSecrets(parsed.value, environment);
  if (!resolved.ok) return resolved;
  const checked = InstallationFile.safeParse(resolved.value);
  return checked.success ? ok(checked.data) : refuse(invalidInput(fieldIssues(checked.error.issues)));
}
