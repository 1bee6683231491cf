import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { FileReader } from '../model/file-reader.ts';

/**
 * Returns a reader of the files in a folder and below. An agent writes the paths, so a path that leads out of the folder
 * is refused, also through a symbolic link.
 */
export function filesIn(folder: string, files: FileReader): FileReader {
  const check = async (path: string): Promise<void> => {
    if (await leadsOutOf(folder, path)) throw outsideFolder();
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

/**
 * Returns whether a path leads out of a folder, also through a symbolic link in any part of it. The last parts need not
 * exist.
 */
export async function leadsOutOf(folder: string, path: string): Promise<boolean> {
  const root = await realpath(folder);
  const place = relative(root, await realPlace(resolve(root, path)));
  return place === '..' || /^\.\.[/\\]/u.test(place) || isAbsolute(place);
}

async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPlace(parent), basename(path));
  }
}

function outsideFolder(): Failure {
  return new Failure({
    code: 'file-outside-folder',
    message: 'This path leads out of the folder in which the server runs.',
    help: 'Start `rollcall mcp` in the folder that contains all configuration files.',
  });
}
