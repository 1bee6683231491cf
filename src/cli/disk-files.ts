import { readFile, readdir } from 'node:fs/promises';
import type { FileReader } from '../model/files.ts';

/** The files of this machine. */
export const diskFiles: FileReader = {
  read: (path) => readFile(path),
  list: (path) =>
    readdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR' || error.code === 'ENOENT') return undefined;
      throw error;
    }),
};
