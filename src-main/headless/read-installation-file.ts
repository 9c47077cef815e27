import {
  checkInstallationFile as checkText,
  type Rehearse,
  withLines,
} from '#shared/file/check-installation-file.ts';
import type { Environment } from '#shared/file/resolve-secrets.ts';
import { invalidInput } from '#shared/contract/field-issues.ts';
import type { InstallationFile } from '#shared/model/installation.ts';
import { pathParts, pathText } from '#shared/path.ts';
import { problem, type FieldIssue, type Problem } from '#shared/problem.ts';
import { refuse, type Result } from '#shared/result.ts';
import { CommandFailure } from './command-failure.ts';
import { readInput } from './read-input.ts';

const maxFileBytes = 16 * 1024 * 1024;

export interface ReadFile {
  readonly file: InstallationFile;
  /** How a refusal of it is told: a line for each mistake, with its path and its line in the file. */
  refused(why: Problem): Promise<CommandFailure>;
}

/** Reads and checks a file as a command does; fails with each mistake in it. */
export async function readInstallationFile(
  path: string,
  environment: Environment,
  rehearse?: Rehearse,
): Promise<ReadFile> {
  const bytes = await readInput(path, maxFileBytes);
  const refused = (why: Problem) => fileFailure(path, bytes, why);
  const file = await checkInstallationFile(bytes, environment, rehearse);
  if (!file.ok) throw await refused(file.problem);
  return { file: file.value, refused };
}

/** Bytes as an installation file, secrets by reference filled in. Problems: `input_invalid`, with each path. */
export async function checkInstallationFile(
  bytes: Uint8Array,
  environment: Environment,
  rehearse?: Rehearse,
): Promise<Result<InstallationFile>> {
  const text = decode(bytes);
  return text === null
    ? refuse(problem('input_invalid', { detail: 'It is not UTF-8 text.' }))
    : checkText(text, environment, rehearse);
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** More of them at once is no help to anybody. */
const maxNamed = 50;

async function fileFailure(path: string, bytes: Uint8Array, why: Problem): Promise<CommandFailure> {
  const named = why.issues ?? [];
  const found = named.length > 0 ? named : [{ path: pathParts(why.path ?? ''), message: why.detail }];
  const issues = await withLines(new TextDecoder().decode(bytes), found);
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
