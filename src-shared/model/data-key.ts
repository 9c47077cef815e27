import { z } from 'zod';

/** Where the key is that the data key is wrapped by. */
export const DataKeyKind = z.enum(['credential', 'keyFile', 'keychain', 'folder']);
export type DataKeyKind = z.infer<typeof DataKeyKind>;

/** The data key: what API keys and other secrets are kept under. */
export const DataKeyStatus = z.object({
  kind: DataKeyKind,
  /** The file that it is opened with. */
  place: z.string(),
  /** It cannot be opened: secrets cannot be read, and the triggers that need them answer 503. */
  isLost: z.boolean(),
  /** It is only not opened: its file is there, and the keychain that opens it has refused or not answered. */
  isLocked: z.boolean(),
  /** Why it cannot, in a sentence; null where it is open. */
  why: z.string().nullable(),
});
export type DataKeyStatus = z.infer<typeof DataKeyStatus>;

/** For people: what the key is opened with. */
export const dataKeyWords: Readonly<Record<DataKeyKind, string>> = {
  credential: 'A systemd credential',
  keyFile: 'The file that HOOKLINE_KEY_FILE names',
  keychain: 'A file that the keychain of this computer opens',
  folder: 'A file in the data folder',
};

/** For people, after it was rotated. */
export const rotatedAdvice =
  'The secrets in backups made before need the key as it was: make a new backup now.';
