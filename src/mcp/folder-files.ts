import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { FileReader } from '../model/file-reader.ts';

/**
 * Returns a reader of the files in a folder and below. An agent writes the paths, so a path that leads out of the folder
 * is refused, also through a symbolic link, and whether or not a file is there.
 */
export function filesIn(folder: string, files: FileReader): FileReader {
  const place = (path: string): Promise<string> => placeIn(folder, path);
  return {
    read: async (path) => files.read(await place(path)),
    list: async (path) => files.list(await place(path)),
  };
}

/** A text that is read instead of a file, by the path of the file in normal form. */
export type Texts = ReadonlyMap<string, string>;

/** The files of a folder with texts over them, and the paths of the texts that were read or listed. */
export interface Overlay extends FileReader {
  readonly used: ReadonlySet<string>;
}

/** Returns a reader of a folder in which each text is at its path: over the file there, or as a new file. */
export function filesWithTexts(folder: string, files: FileReader, texts: Texts): Overlay {
  const encoder = new TextEncoder();
  const used = new Set<string>();
  let known: Promise<ReadonlyMap<string, string>> | undefined;
  const pathsByPlace = (): Promise<ReadonlyMap<string, string>> => (known ??= placesOf(folder, texts));
  return {
    used,
    read: async (path) => {
      const key = texts.size === 0 ? undefined : (await pathsByPlace()).get(await placeIn(folder, path));
      const text = key === undefined ? undefined : texts.get(key);
      if (key === undefined || text === undefined) return files.read(path);
      used.add(key);
      return encoder.encode(text);
    },
    list: async (path) => {
      const names = await files.list(path);
      if (texts.size === 0) return names;
      const place = await placeIn(folder, path);
      const places = [...(await pathsByPlace()).keys()];
      const added = places.filter((one) => dirname(one) === place).map((one) => basename(one));
      return added.length === 0 ? names : [...new Set([...(names ?? []), ...added])];
    },
  };
}

async function placesOf(folder: string, texts: Texts): Promise<ReadonlyMap<string, string>> {
  const entries = [...texts.keys()].map(async (path) => [await placeIn(folder, path), path] as const);
  return new Map(await Promise.all(entries));
}

/**
 * Returns a path relative to the folder, without `.`, `..` and links: two spellings of one file are equal texts. The file
 * need not exist. Throws a `Failure` `file-outside-folder`.
 */
export async function normalPath(folder: string, path: string): Promise<string> {
  const root = await realpath(folder);
  return (
    relative(root, await placeIn(folder, path))
      .split(sep)
      .join('/') || '.'
  );
}

/** Returns whether a path leads out of a folder. The last parts need not exist. */
export async function leadsOutOf(folder: string, path: string): Promise<boolean> {
  return (await findPlace(folder, path)) === undefined;
}

/** Returns the real place of a path in the folder. Throws a `Failure` if the path leads out of it. */
async function placeIn(folder: string, path: string): Promise<string> {
  const place = await findPlace(folder, path);
  if (place === undefined) throw outsideFolder(path);
  return place;
}

/** As many links as Linux follows. */
const maxLinks = 40;

/**
 * Returns the real place of a path, or undefined if it leads out of the folder. Reads no place outside: the answer must
 * not depend on what is there.
 */
async function findPlace(folder: string, path: string): Promise<string | undefined> {
  const root = await realpath(folder);
  const start = partsBelow([root, resolve(folder)], resolve(folder, path));
  if (start === undefined) return undefined;
  const parts = [...start];
  let place = root;
  for (let links = 0; parts.length > 0;) {
    const [part = ''] = parts.splice(0, 1);
    if (part === '..') {
      if (place === root) return undefined;
      place = dirname(place);
      continue;
    }
    const next = join(place, part);
    const target = await linkAt(next);
    if (target === undefined) {
      place = next;
      continue;
    }
    links += 1;
    if (links > maxLinks) return undefined;
    const absolute = isAbsolute(target);
    // The system follows links before it goes up, so `..` in an absolute target may lead anywhere.
    const named = partsOf(target);
    const below = named.includes('..') ? undefined : partsBelow([root, resolve(folder)], target);
    const rest = absolute ? below : named;
    if (rest === undefined) return undefined;
    parts.unshift(...rest);
    if (absolute) place = root;
  }
  return place;
}

/** Returns the target of a symbolic link; undefined for anything else. */
async function linkAt(place: string): Promise<string | undefined> {
  try {
    return (await lstat(place)).isSymbolicLink() ? await readlink(place) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the parts of an absolute path below one of the folders, or undefined if it is in none. */
function partsBelow(folders: readonly string[], path: string): readonly string[] | undefined {
  const found = folders.map((folder) => relative(folder, path)).find((below) => !isOutside(below));
  return found === undefined ? undefined : partsOf(found);
}

function partsOf(path: string): readonly string[] {
  return path.split(sep === '\\' ? /[/\\]/u : '/').filter((part) => part !== '' && part !== '.');
}

function isOutside(below: string): boolean {
  return below === '..' || /^\.\.[/\\]/u.test(below) || isAbsolute(below);
}

function outsideFolder(path: string): Failure {
  return new Failure({
    code: 'file-outside-folder',
    message: `The path ${JSON.stringify(path)} leads out of the folder in which the server runs.`,
    help: 'Pass a path in that folder. Or let the user start `rollcall mcp` in the folder that contains all configuration files.',
  });
}
