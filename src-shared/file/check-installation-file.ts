import { failureOf } from '../contract/failure.ts';
import { fieldIssues, invalidInput } from '../contract/field-issues.ts';
import { InstallationFile } from '../model/installation.ts';
import { pathParts, pathText } from '../path.ts';
import type { FieldIssue } from '../problem.ts';
import { ok, refuse, type Result } from '../result.ts';
import { findLines } from './find-lines.ts';
import { parseFile } from './parse-file.ts';
import { type Environment, resolveSecrets } from './resolve-secrets.ts';
import { inWhole, soundParts } from './sound-parts.ts';

/** What the installation would say of a file, without applying it; throws what it refuses. */
export type Rehearse = (file: InstallationFile) => Promise<unknown>;

/**
 * Text as an installation file, secrets by reference filled in. Where it has mistakes, `rehearse` tells those that only
 * the installation knows, such as an expression that cannot be read. Problems: `input_invalid`, with each path.
 */
export async function checkInstallationFile(
  text: string,
  environment: Environment,
  rehearse?: Rehearse,
): Promise<Result<InstallationFile>> {
  const parsed = await parseFile(text);
  if (!parsed.ok) return parsed;
  const { file, unset } = resolveSecrets(parsed.value, environment);
  const checked = InstallationFile.safeParse(file);
  if (checked.success && unset.length === 0) return ok(checked.data);
  // What stands in for an unset variable is no mistake of its own.
  const isUnset = (path: string) => unset.some((one) => pathText(one.path) === path);
  const others = fieldIssues(checked.error?.issues ?? []).filter(({ path }) => !isUnset(pathText(path)));
  const found = [...unset, ...others];
  const further = rehearse === undefined ? [] : await furtherIssues(file, rehearse);
  const isNew = ({ path }: FieldIssue) => !found.some((one) => pathText(one.path) === pathText(path));
  return refuse(invalidInput([...found, ...further.filter(isNew)]));
}

async function furtherIssues(file: unknown, rehearse: Rehearse): Promise<readonly FieldIssue[]> {
  const sound = soundParts(file);
  if (sound === null) return [];
  try {
    await rehearse(sound.file);
    return [];
  } catch (error) {
    // That it could not be asked is no mistake of the file.
    const { issues, path, detail } = failureOf(error);
    const found =
      issues.length > 0 || path === undefined ? issues : [{ path: pathParts(path), message: detail }];
    return inWhole(found, sound);
  }
}

/** The same faults with the lines they stand in, in the order of the text. */
export async function withLines(text: string, issues: readonly FieldIssue[]): Promise<FieldIssue[]> {
  const lineOf = await findLines(text);
  return issues
    .map((issue) => ({ ...issue, line: lineOf(issue.path) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
