import { randomBytes } from 'node:crypto';
import * as disk from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { Failure } from '../model/failure.ts';

/** The file operations that can fail on a full or broken disk; tests replace them. */
export type Disk = Pick<typeof disk, 'open' | 'rename'>;

interface WriteOptions {
  /** `private`: only this user may read a new file. An existing file keeps its mode. */
  readonly access: 'private' | 'shared';
  readonly disk?: Disk;
}

/**
 * Writes a file completely or not at all: writes and syncs a temporary file in the same folder, then renames it.
 * Creates a missing folder and follows symbolic links. Throws `Failure` `file-write`, and then leaves an existing file
 * unchanged.
 */
export async function writeFileAtomically(
  path: string,
  content: Iterable<string | Uint8Array>,
  options: WriteOptions,
): Promise<void> {
  refuseStreamPath(path);
  try {
    const existing = await existingFile(path);
    const target = existing?.path ?? (await newFile(path, options.access));
    await writeThenRename(target, content, { ...options, mode: existing?.mode });
  } catch (error) {
    throw error instanceof Failure ? error : writeFailure(path, error);
  }
}

/** Writes a file that only this user may read. */
export const writePrivateFile = (path: string, content: Iterable<string | Uint8Array>): Promise<void> =>
  writeFileAtomically(path, content, { access: 'private' });

/** Writes a file with the default permissions, for example one that belongs into the repository. */
export const writeSharedFile = (path: string, content: Iterable<string | Uint8Array>): Promise<void> =>
  writeFileAtomically(path, content, { access: 'shared' });

async function writeThenRename(
  target: string,
  content: Iterable<string | Uint8Array>,
  { access, mode, disk: { open, rename } = disk }: WriteOptions & { readonly mode: number | undefined },
): Promise<void> {
  const folder = dirname(target);
  const temporary = join(folder, `.rollcall-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode ?? (access === 'private' ? 0o600 : 0o666));
    try {
      if (mode !== undefined) await file.chmod(mode);
      await writeAll(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await disk.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

async function writeAll(file: FileHandle, content: Iterable<string | Uint8Array>): Promise<void> {
  for (const piece of content) await file.writeFile(piece);
}

/** Makes the new name durable, on systems that can sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await disk.open(folder, 'r').catch(() => undefined);
  await opened?.sync().catch(() => undefined);
  await opened?.close();
}

/** Returns the existing file that a path leads to, if any. Throws a `Failure` if it is not a regular file. */
async function existingFile(
  path: string,
): Promise<{ readonly path: string; readonly mode: number } | undefined> {
  let found;
  try {
    found = await disk.stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  if (found.isDirectory()) throw isFolder(path);
  if (!found.isFile()) throw notRegularFile(path);
  // Check write permission by opening the file: a rename would succeed without it.
  await (await disk.open(path, 'r+')).close();
  return { path: await disk.realpath(path), mode: found.mode & 0o777 };
}

/** Returns the path of a new file, and creates its folder. */
async function newFile(path: string, access: WriteOptions['access']): Promise<string> {
  if (path.endsWith('/') || path.endsWith(sep)) throw isFolder(path);
  const target = await linkTarget(path);
  makeFolder(dirname(target), access === 'private' ? 0o700 : undefined);
  return target;
}

/** Returns the path that a symbolic link leads to, or the path itself. The file does not exist yet. */
async function linkTarget(path: string): Promise<string> {
  const link = await disk.readlink(path).catch(() => undefined);
  return link === undefined ? resolve(path) : linkTarget(resolve(dirname(path), link));
}

/**
 * Throws for standard streams: the command already prints its result to stdout, and a second document would
 * corrupt it.
 */
function refuseStreamPath(path: string): void {
  if (path !== '-' && !/^\/(?:dev|proc\/self)\/(?:stdout|stderr|stdin|fd\/.*)$/u.test(path)) return;
  throw notRegularFile(path);
}

function notRegularFile(path: string): Failure {
  return new Failure({
    code: 'file-write',
    message: `${path} is not a regular file. Nothing was written.`,
    help: 'Name a file, for example --out plan.json. To print the result instead, omit --out; --format json prints JSON.',
  });
}

function isFolder(path: string): Failure {
  return new Failure({
    code: 'file-write',
    message: `${path} is a folder. Nothing was written.`,
    help: `Name a file in it, for example ${join(path, 'plan.json')}`,
  });
}

function writeFailure(path: string, cause: unknown): Failure {
  const code = codeOf(cause);
  const reason = reasons[code ?? ''] ?? (cause instanceof Error ? cause.message : String(cause));
  return new Failure({
    code: 'file-write',
    message: `${path} cannot be written: ${reason}${code === undefined ? '' : ` (${code})`}. Nothing was written there; an existing file is unchanged.`,
    help: helps[code ?? ''] ?? `Check the folder ${dirname(resolve(path))}, or name another file.`,
    cause,
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  ENOENT: 'a folder of the path cannot be created',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  EBUSY: 'another program uses it',
};

const helps: Readonly<Record<string, string>> = {
  EACCES: 'Make the file and its folder writable for this user, or name another file.',
  EPERM: 'Make the file and its folder writable for this user, or name another file.',
  EROFS: 'Name a file on a writable file system.',
  ENOSPC: 'Free some disk space, or name a file on another disk, then run the same command again.',
  EDQUOT: 'Free some disk space, or name a file on another disk, then run the same command again.',
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Creates a folder and its missing parents. Throws the system's error. Node's recursive `mkdir` never returns if the
 * system reports ENOENT for a name that it refuses to create (`/proc/x`).
 */
export function makeFolder(path: string, mode?: number): void {
  if (statSync(path, { throwIfNoEntry: false })) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process may have created it meanwhile.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
