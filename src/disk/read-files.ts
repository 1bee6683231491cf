import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileReader } from '../model/file-reader.ts';
import { maxFileBytes } from '../model/file-reader.ts';

/** Reads the files of this machine. */
export const diskFiles: FileReader = {
  read: (path) => readRegularFile(path, maxFileBytes),
  list: (path) =>
    readdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR' || error.code === 'ENOENT') return undefined;
      throw error;
    }),
};

/**
 * Reads a regular file of at most `maxBytes` bytes. Throws an error with code `EISDIR`, `EFTYPE` (not a regular file)
 * or `EFBIG`, or the system's error. A device or pipe is refused before it is opened, because opening it may block or
 * act on the device. The open file is checked again, because the path may have changed.
 */
export async function readRegularFile(path: string, maxBytes: number): Promise<Uint8Array> {
  requireRegular(await stat(path), path, maxBytes);
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    requireRegular(stats, path, maxBytes);
    return await readAll(file, { path, size: stats.size, maxBytes });
  } finally {
    await file.close();
  }
}

function requireRegular(stats: Stats, path: string, maxBytes: number): void {
  if (stats.isDirectory()) throw fileError('EISDIR', path);
  if (!stats.isFile()) throw fileError('EFTYPE', path);
  if (stats.size > maxBytes) throw fileError('EFBIG', path);
}

/**
 * Reads to the end of the file. Throws `EFBIG` beyond `maxBytes`, whatever the size: a file may grow, and files in
 * `/proc` report no size.
 */
async function readAll(
  file: FileHandle,
  { path, size, maxBytes }: { readonly path: string; readonly size: number; readonly maxBytes: number },
): Promise<Uint8Array> {
  let bytes = new Uint8Array(Math.min(size, maxBytes) + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length);
    length += bytesRead;
    if (length > maxBytes) throw fileError('EFBIG', path);
    if (bytesRead === 0) return bytes.subarray(0, length);
    if (length === bytes.length) {
      const grown = new Uint8Array(Math.min(2 * bytes.length + 65_536, maxBytes + 1));
      grown.set(bytes);
      bytes = grown;
    }
  }
}

function fileError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
