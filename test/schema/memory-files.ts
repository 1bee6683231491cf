import type { FileReader } from '../../src/model/file-reader.ts';

/** Files of a test by path; a folder is whatever a path lies in. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): FileReader {
  return {
    async read(path) {
      const found = Object.hasOwn(contents, path) ? contents[path] : undefined;
      if (found === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
      return typeof found === 'string' ? new TextEncoder().encode(found) : found;
    },
    async list(path) {
      const inside = Object.keys(contents).filter((name) => name.startsWith(`${path}/`));
      return inside.length === 0 ? undefined : inside.map((name) => name.slice(path.length + 1));
    },
  };
}
