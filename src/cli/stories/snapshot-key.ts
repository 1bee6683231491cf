/** The key of pseudonyms: from the environment, or from a file in the folder of the ledger. It is never in a snapshot. */
import { randomBytes } from 'node:crypto';
import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { pseudonymKey } from '../../stories/snapshot/pseudonyms.ts';

/** The key of this folder, relative to the working folder. */
export const snapshotKeyFile = '.rollcall/snapshot.key';

const variable = 'ROLLCALL_SNAPSHOT_KEY';

/** Returns the key of the environment, or else of this folder; undefined without one. Throws `Failure` `snapshot-key`. */
export async function findSnapshotKey(files: FileReader): Promise<Buffer | undefined> {
  const written = process.env[variable]?.trim() ?? '';
  if (written !== '') return keyOf(written, variable);
  const bytes = await files.read(snapshotKeyFile).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  return bytes && keyOf(new TextDecoder().decode(bytes).trim(), snapshotKeyFile);
}

/** As `findSnapshotKey`. Without a key, writes a new one to this folder. With `discard`, returns one that no place keeps. */
export async function snapshotKey(
  { discard }: { readonly discard: boolean },
  deps: {
    readonly files: FileReader;
    readonly writeFile: (path: string, text: Iterable<string>) => Promise<void>;
  },
): Promise<Buffer> {
  const text = randomBytes(32).toString('hex');
  if (discard) return pseudonymKey(text);
  const found = await findSnapshotKey(deps.files);
  if (found) return found;
  await deps.writeFile(snapshotKeyFile, [`${text}\n`]);
  return pseudonymKey(text);
}

const minLength = 32;

function keyOf(text: string, place: string): Buffer {
  if (text.length >= minLength) return pseudonymKey(text);
  throw new Failure({
    code: 'snapshot-key',
    message: `The key in ${place} has ${text.length} characters, so it could be guessed, and addresses tested.`,
    help: `Use at least ${minLength} random characters, for example those of: openssl rand -hex 32`,
  });
}
