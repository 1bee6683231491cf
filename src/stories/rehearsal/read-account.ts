import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { type AccountSeed, seedFormatVersion } from '../../simulator/account/account-seed.ts';

/** Reads an account that `rollcall snapshot` or a simulator wrote. Throws `Failure` `account-file`. */
export async function readAccount(path: string, files: FileReader): Promise<AccountSeed> {
  const text = await files.read(path).then(
    (bytes) => new TextDecoder().decode(bytes),
    (cause: unknown) => {
      throw accountFailure(`${path} cannot be read.`, cause);
    },
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw accountFailure(`${path} is not JSON.`, cause);
  }
  if (isAccount(value)) return value;
  throw accountFailure(
    `${path} is not an account of format version ${seedFormatVersion} as the simulator reads it.`,
  );
}

function isAccount(value: unknown): value is AccountSeed {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const lists = ['owners', 'contacts', 'sequences', 'flows', 'lists', 'enrollments'];
  return (
    fields.get('formatVersion') === seedFormatVersion &&
    typeof fields.get('now') === 'string' &&
    typeof fields.get('timeZone') === 'string' &&
    lists.every((name) => Array.isArray(fields.get(name)))
  );
}

function accountFailure(message: string, cause?: unknown): Failure {
  return new Failure({
    code: 'account-file',
    message,
    help: 'Pass a file that `rollcall snapshot` wrote, or a state file of the simulator.',
    cause,
  });
}
