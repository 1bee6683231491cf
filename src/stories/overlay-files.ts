import { posix } from 'node:path';
import type { FileReader } from '../model/file-reader.ts';

/** Files over others: a path that was set hides the file below it, which stays as it is. */
export interface OverlayFiles extends FileReader {
  /** Sets the text of a file. */
  set(path: string, text: string): void;
}

/** Returns files that start as those of `below`, or as none. */
export function overlayFiles(below?: FileReader): OverlayFiles {
  const texts = new Map<string, Uint8Array>();
  return {
    set: (path, text) => void texts.set(posix.normalize(path), new TextEncoder().encode(text)),
    async read(path) {
      const text = texts.get(posix.normalize(path));
      if (text) return text;
      if (below) return below.read(path);
      throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    },
    async list(path) {
      const folder = posix.normalize(`${path}/`);
      const own = [...texts.keys()].flatMap((name) => {
        const inside = folder === './' ? name : name.startsWith(folder) ? name.slice(folder.length) : '';
        return inside === '' ? [] : [inside.split('/', 1)[0] ?? ''];
      });
      const others = await below?.list(path);
      return others || own.length > 0 ? [...new Set([...(others ?? []), ...own])] : undefined;
    },
  };
}
