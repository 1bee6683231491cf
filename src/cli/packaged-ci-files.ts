import { readFile, readdir } from 'node:fs/promises';
import type { NewFile } from '../commands/init.ts';

/** Where each system looks for its files. */
const folders = { github: '.github/workflows/', gitlab: '' } as const;

/** The examples that this package brings for a system, at the paths where they work. */
export async function packagedCiFiles(ci: keyof typeof folders): Promise<readonly NewFile[]> {
  const examples = new URL(`../../examples/ci/${ci}/`, import.meta.url);
  const names = (await readdir(examples)).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      path: `${folders[ci]}${name}`,
      text: await readFile(new URL(name, examples), 'utf8'),
    })),
  );
}
