import type { FileReader } from '../../src/model/file-reader.ts';

/** Returns a reader of test files, which are given by path. Every parent of a path is a folder. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): FileReader {
  return {
    async read(path) {
      const found = Object.hasOwn(contents, path) ? contents[path] : undefined;
      if (found === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
      return typeof found === 'string' ? new TextEncoder().encode(found) : found;
    },
    async list(path) {
      const children = Object.keys(contents).filter((name) => name.startsWith(`${path}/`));
      return children.length === 0 ? undefined : children.map((name) => name.slice(path.length + 1));
    },
  };
}
