import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type ProblemCode, problem } from '#shared/problem.ts';
import { ok, type Result, refuse } from '#shared/result.ts';
import type { Identity } from './identity.ts';
import { readIdentity } from './read-identity.ts';
import { createSource, type Source } from './source.ts';

interface Files {
  readonly certificateFile: string;
  readonly keyFile: string | null;
  readonly passphrase: string | null;
}

/** The fields of a draft by what is read from them. */
const fields: Readonly<Record<string, string>> = { certificate: 'certificateFile', key: 'keyFile' };

/** Problems: those of `readIdentity`, with the paths of the draft. */
export async function readFiles({ certificateFile, keyFile, passphrase }: Files): Promise<Result<Identity>> {
  const certificate = await bytesOf(certificateFile, 'certificate_unreadable', 'certificateFile');
  if (!certificate.ok) return certificate;
  const key = keyFile === null ? ok(null) : await bytesOf(keyFile, 'certificate_key_missing', 'keyFile');
  if (!key.ok) return key;
  const read = await readIdentity({ certificate: certificate.value, key: key.value, passphrase });
  if (read.ok) return read;
  const path = read.problem.path ?? '';
  return refuse({ ...read.problem, path: fields[path] ?? path });
}

const maxFileBytes = 1024 * 1024;

/** Opened without the wait for a writer that a FIFO has, and looked at once it is open: what is read is what was seen. */
async function bytesOf(file: string, code: ProblemCode, path: string): Promise<Result<Buffer>> {
  const refuseFile = (why: string) => refuse(problem(code, { path, detail: `${file} ${why}` }));
  try {
    const opened = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const unfit = whyUnfit(await opened.stat());
      return unfit === null ? ok(await opened.readFile()) : refuseFile(unfit);
    } finally {
      await opened.close();
    }
  } catch (error) {
    return refuseFile(whyNot(error));
  }
}

function whyUnfit(found: Stats): string | null {
  if (found.isDirectory()) return folderText;
  if (!found.isFile()) return 'is no file that can be read whole, but a device, a pipe or a socket.';
  return found.size > maxFileBytes ? 'is larger than any certificate.' : null;
}

const folderText = 'is a folder. Name the file in it.';

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there.';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by the user that Hookline runs as.';
  if (code === 'EISDIR') return folderText;
  return `cannot be read (${String(code)}).`;
}

/** Files of the operator, read again when they have changed and are at rest: their parts are written one by one. */
export function fileSource(id: string, files: Files): Source {
  const { certificateFile, keyFile } = files;
  let read = '';
  let seen = '';
  return createSource({
    id,
    about: { kind: 'files', files: { certificate: certificateFile, key: keyFile }, acme: null },
    title: certificateFile,
    async isDue({ identity, problem: why }) {
      const before = seen;
      seen = await marksOf([certificateFile, ...(keyFile === null ? [] : [keyFile])]);
      const isFirst = identity === null && why === null;
      return isFirst || (seen === before && seen !== read);
    },
    async get() {
      read = seen;
      return readFiles(files);
    },
  });
}

/** What differs when a file was written or replaced. */
async function marksOf(files: readonly string[]): Promise<string> {
  const marks = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ ino, size, mtimeMs }) => `${ino}/${size}/${mtimeMs}`,
        () => 'missing',
      ),
    ),
  );
  return marks.join(' ');
}
