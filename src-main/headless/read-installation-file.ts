import { fieldIssues, invalidInput } from '#shared/contract/field-issues.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import { pathParts, pathText } from '#shared/path.ts';
import type { FieldIssue, Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { CommandFailure } from './command-failure.ts';
import { findLines } from './find-lines.ts';
import { parseFile } from './parse-file.ts';
import { readInput } from './read-input.ts';
import { resolveSecrets, type Environment } from './resolve-secrets.ts';

const maxFileBytes = 16 * 1024 * 1024;

export interface ReadFile {
  readonly file: InstallationFile;
  /** How a refusal of it is told: a line for each mistake, with its path and its line in the file. */
  refused(why: Problem): Promise<CommandFailure>;
}

/** Reads and checks a file as a command does; fails with each mistake in it. */
export async function readInstallationFile(path: string, environment: Environment): Promise<ReadFile> {
  const bytes = await readInput(path, maxFileBytes);
  const refused = (why: Problem) => fileFailure(path, bytes, why);
  const file = await checkInstallationFile(bytes, environment);
  if (!file.ok) throw await refused(file.problem);
  return { file: file.value, refused };
}

/** Bytes as an installation file, secrets by reference filled in. Problems: `input_invalid`, with each path. */
export async function checkInstallationFile(
  bytes: Uint8Array,
  environment: Environment,
): Promise<Result<InstallationFile>> {
  const parsed = await parseFile(bytes);
  if (!parsed.ok) return parsed;
  const { file, unset } = resolveSecrets(parsed.value, environment);
  const checked = InstallationFile.safeParse(file);
  if (checked.success && unset.length === 0) return ok(checked.data);
  // What stands in for an unset variable is no mistake of its own.
  const isUnset = (path: string) => unset.some((one) => pathText(one.path) === path);
  const others = fieldIssues(checked.error?.issues ?? []).filter(({ path }) => !isUnset(pathText(path)));
  return refuse(invalidInput([...unset, ...others]));
}

/** More of them at once is no help to anybody. */
const maxNamed = 50;

async function fileFailure(path: string, bytes: Uint8Array, why: Problem): Promise<CommandFailure> {
  const lineOf = await findLines(bytes);
  const named = why.issues ?? [];
  const found = named.length > 0 ? named : [{ path: pathParts(why.path ?? ''), message: why.detail }];
  const issues = found
    .map((issue) => ({ ...issue, line: lineOf(issue.path) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const name = path === '-' ? 'standard input' : path;
  const lines = issues.slice(0, maxNamed).map((issue) => `${name}: ${issueText(issue)}`);
  const more = issues.length - lines.length;
  if (more > 0) lines.push(`${name}: and ${more} more.`);
  const { path: at, detail } = invalidInput(issues);
  return new CommandFailure({ ...why, path: at, detail, issues }, { lines });
}

function issueText({ path, message, line }: FieldIssue): string {
  const at = pathText(path);
  return `${at === '' ? '' : `${at}: `}${message}${line === undefined ? '' : ` (line ${line})`}`;
}
