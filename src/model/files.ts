/** The files that a configuration may name. Paths are as written; reading never follows a URL. */
export interface FileReader {
  /** The bytes of a file. Rejects with a system error (`ENOENT`, `EISDIR`, `EACCES`). */
  read(path: string): Promise<Uint8Array>;
  /** Names of the entries of a folder, or nothing when the path is no folder. */
  list(path: string): Promise<readonly string[] | undefined>;
}
