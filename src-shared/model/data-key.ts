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

type NotOpen = Pick<DataKeyStatus, 'isLocked' | 'why'>;

/** For people, where it cannot be opened. */
export const notOpenWords = ({ isLocked, why }: NotOpen): string =>
  `The data key is ${isLocked ? 'not opened' : 'lost'}: ${why}`;

/** After this all is there as before. */
export const bringItBack = ({ isLocked }: NotOpen): string =>
  isLocked
    ? 'Unlock the keychain and start the desktop app again.'
    : 'Bring the data key back and start again.';

/** What helps, and what else where that is not to be had. */
export const dataKeyRemedy = (status: NotOpen): string =>
  `${bringItBack(status)} Only where that can never be: give the secrets up with \`hookline key renew\`, or in Settings, and enter them again.`;
