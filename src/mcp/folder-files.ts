import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { FileReader } from '../model/file-reader.ts';

/**
 * Returns a reader of the files in a folder and below. An agent writes the paths, so a path that leads out of the folder
 * is refused, also through a symbolic link.
 */
export function filesIn(folder: string, files: FileReader): FileReader {
  const check = async (path: string): Promise<void> => {
    const root = await realpath(folder);
    const full = resolve(folder, path);
    const place = relative(root, await realpath(full).catch(() => resolve(root, path)));
    if (place === '..' || /^\.\.[/\\]/u.test(place) || isAbsolute(place)) throw outsideFolder();
  };
  return {
    read: async (path) => {
      await check(path);
      return files.read(path);
    },
    list: async (path) => {
      await check(path);
      return files.list(path);
    },
  };
}

function outsideFolder(): Failure {
  return new Failure({
    code: 'file-outside-folder',
    message: 'This path leads out of the folder in which the server runs.',
    help: 'Start `rollcall mcp` in the folder that contains all configuration files.',
  });
}
