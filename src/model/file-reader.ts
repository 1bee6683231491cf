/** The largest file that is read, in bytes. */
export const maxFileBytes = 256 * 1024 * 1024;

/** The files that a configuration may name. Paths are as written; reading never follows a URL. */
export interface FileReader {
  /**
   * The bytes of a regular file. Rejects with a system error: `ENOENT`, `EISDIR`, `EACCES`; `EFTYPE` for a
   * device, pipe or socket, which is not opened; `EFBIG` for more than `largestFile` bytes, also when the
   * file grows while it is read.
   */
  read(path: string): Promise<Uint8Array>;
  /** Names of the entries of a folder, or nothing when the path is no folder. */
  list(path: string): Promise<readonly string[] | undefined>;
}
