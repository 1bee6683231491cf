import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';

/**
 * Returns the real path of a file that a symbolic link puts outside of the folder that the path seems to be in; nothing
 * otherwise. That folder is the working folder for a relative path in it, and the file's own folder for any other path. The
 * file need not exist.
 */
export async function linkOutside(path: string): Promise<string | undefined> {
  const real = await realPathOf(resolve(path));
  const isBelow = !isAbsolute(path) && !normalize(path).startsWith('..');
  const folder = await realPathOf(resolve(isBelow ? '.' : dirname(path)));
  const from = relative(folder, real);
  return from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from) ? real : undefined;
}

/** Returns the path without symbolic links, also of a file that does not exist yet. */
async function realPathOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const parent = dirname(path);
  if (parent === path) return path;
  const folder = await realPathOf(parent);
  // A link to a file that does not exist.
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? join(folder, basename(path)) : realPathOf(resolve(folder, link));
}
