import { readFileSync } from 'node:fs';
import { Failure } from '../../model/failure.ts';
import type { AccountSeed } from '../account/account-seed.ts';
import { seedFormatVersion } from '../account/account-seed.ts';

/** Reads an account from a JSON file. Throws a `Failure` when it holds none. */
export function readSeedFile(path: string): AccountSeed {
  const seed = parsed(path);
  if (seed.formatVersion === seedFormatVersion) return seed;
  throw unreadable(`${path} holds no simulated account of format ${String(seedFormatVersion)}.`);
}

function parsed(path: string): AccountSeed {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EISDIR') {
      throw new Failure({
        code: 'simulator-state',
        message: `${path} is a folder; a simulated account is a file.`,
        help: 'Name a file, for example --state .rollcall/simulator.json',
        cause,
      });
    }
    throw unreadable(`The simulated account in ${path} cannot be read.`, cause);
  }
}

function unreadable(message: string, cause?: unknown): Failure {
  const help = 'Delete the file to begin with a new simulated account.';
  return new Failure({ code: 'simulator-state', message, help, cause });
}
