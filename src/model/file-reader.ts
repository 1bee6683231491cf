/** The maximum size of a file that rollcall reads, in bytes. */
export const maxFileBytes = 256 * 1024 * 1024;

/** Reads the files that a configuration names. Paths are as written in the files; a URL is never fetched. */
export interface FileReader {
  /**
   * Returns the bytes of a regular file. Rejects with a system error: `ENOENT`, `EISDIR` or `EACCES`; `EFTYPE` for a
   * device, pipe or socket, which is not opened; `EFBIG` for more than `maxFileBytes`, also if the file grows during
   * the read.
   */
  read(path: string): Promise<Uint8Array>;
  /** Returns the names of the entries of a folder, or undefined if the path is not a folder. */
  list(path: string): Promise<readonly string[] | undefined>;
}

/** Returns whether a file of a folder is part of the configuration: YAML, and not a story. */
export function isConfigurationFile(name: string): boolean {
  return /\.ya?ml$/iu.test(name) && !/\.story\.ya?ml$/iu.test(name);
}
