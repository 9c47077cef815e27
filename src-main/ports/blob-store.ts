/** Ends the name of a file whose bytes are sealed. */
export const sealedEnding = '.sealed';

/** Files for bodies that are too large for a row. */
export interface BlobStore {
  /** Opens a file to write to; nothing refers to it before `keep`. The name of one that is sealed says so. */
  create(of?: { readonly isSealed: boolean }): Promise<BlobWriter>;
  read(file: string): Promise<Uint8Array>;
  /** At most so many bytes of it; fewer at its end. */
  readPart(file: string, part: { readonly from: number; readonly bytes: number }): Promise<Uint8Array>;
  /** Forgets a file that nothing refers to. */
  remove(file: string): Promise<void>;
}

export interface BlobWriter {
  write(bytes: Uint8Array): Promise<void>;
  /** Puts the bytes on stable storage; gives the file's name. */
  keep(): Promise<{ readonly file: string; readonly bytes: number }>;
  discard(): Promise<void>;
}
