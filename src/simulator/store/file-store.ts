import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../../disk/write-file.ts';
import { Failure } from '../../model/failure.ts';
import { type AccountSeed, seedFormatVersion } from '../account/account-seed.ts';
import {
  type SimulatedAccount,
  openSimulatedAccount,
  type RealTimeOptions,
  toSeed,
} from '../account/account.ts';
import type { LoggedRequest } from '../account/inspection.ts';
import type { AccountStore } from './account-store.ts';
import { withFileLock } from './file-lock.ts';

/**
 * An account in a JSON file, so that several processes see one account: whoever reads takes the file
 * again when it has changed, whoever writes holds the lock beside it. The requests are in a file of
 * their own. The account file is made by the first change; until then it is the seed.
 */
export function fileStore(
  stateFile: string,
  seed: () => AccountSeed,
  runtime: RealTimeOptions,
): AccountStore {
  const logFile = `${stateFile}.requests.jsonl`;
  const lockFile = `${stateFile}.lock`;
  let account: SimulatedAccount | undefined;
  let loaded: string | undefined;
  // In this process one change waits for the other; only the first of them waits for the file.
  let turn: Promise<unknown> = Promise.resolve();

  const read = (): SimulatedAccount => {
    const stamp = fileStamp(stateFile);
    if (account && stamp === loaded) return account;
    account = openSimulatedAccount(stamp === undefined ? seed() : readSeedFile(stateFile), runtime);
    loaded = stamp;
    return account;
  };
  // Looking at an account leaves no trace of its own; only what there is to write makes the folder.
  const ensureFolder = (): void => {
    if (!existsSync(dirname(stateFile))) makeFolder(dirname(stateFile), 0o700);
  };
  const save = (changed: SimulatedAccount): void => {
    // A change that could not be saved did not happen.
    account = undefined;
    replaceFile(stateFile, JSON.stringify(toSeed(changed)));
    account = changed;
    loaded = fileStamp(stateFile);
  };
  const locked = <T>(work: () => T): Promise<T> => {
    const mine = turn.then(() =>
      reportWriteFailure(stateFile, () => {
        ensureFolder();
        return withFileLock(lockFile, work);
      }),
    );
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    read,
    mutate: (change) =>
      locked(() => {
        const current = read();
        const result = change(current);
        save(current);
        return result;
      }),
    reset: () =>
      locked(() => {
        const portalId = read().head.portalId + 1;
        save(openSimulatedAccount({ ...seed(), portalId }, runtime));
        rmSync(logFile, { force: true });
      }),
    log: (request) => {
      ensureFolder();
      appendFileSync(logFile, `${JSON.stringify(request)}\n`, { mode: 0o600 });
    },
    requests: () => readLog(logFile),
  };
}

/** Whole or not at all. A new file is for this user alone; an existing one keeps its mode. */
function replaceFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600;
  rmSync(temporary, { force: true });
  try {
    writeFileSync(temporary, text, { mode: mode & 0o777, flag: 'wx' });
    chmodSync(temporary, mode & 0o777);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Throws a `Failure` where the disk refuses; the account is then as it was. */
async function reportWriteFailure<T>(stateFile: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    throw new Failure({
      code: 'simulator-write',
      message: `The simulated account in ${stateFile} cannot be written: ${error.message}. It is unchanged.`,
      help: 'Make its folder writable, free some disk space, or name another file with --state.',
      cause: error,
    });
  }
}

/**
 * Returns what changes with every save, because a rename brings a new inode; nothing without a file. Throws a
 * `Failure` `simulator-state` where no account can be.
 */
function fileStamp(path: string): string | undefined {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (!stat) requireFolder(dirname(resolve(path)));
    // A folder is refused when it is read.
    else if (!stat.isFile() && !stat.isDirectory()) throw unusableStateFile(`${path} is not a regular file`);
    return stat && `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unusableStateFile(error instanceof Error ? error.message : String(error), error);
  }
}

/** Throws where the folder can neither be used nor created: a file or a broken link is in its place. */
function requireFolder(folder: string): void {
  if (!lstatSync(folder, { throwIfNoEntry: false })) return requireFolder(dirname(folder));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw unusableStateFile(`${folder} is not a folder`);
}

function unusableStateFile(reason: string, cause?: unknown): Failure {
  return new Failure({
    code: 'simulator-state',
    message: `The simulated account cannot be kept: ${reason}.`,
    help: 'Move it away, or name another file with --state.',
    cause,
  });
}

function readLog(path: string): readonly LoggedRequest[] {
  if (!statSync(path, { throwIfNoEntry: false })) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // What follows the last line end is nothing, or the half line of a killed process.
  return lines.slice(0, -1).map((line): LoggedRequest => JSON.parse(line));
}

/** Reads an account from a JSON file. Throws a `Failure` when it holds none. */
export function readSeedFile(path: string): AccountSeed {
  const seed = parseSeedFile(path);
  if (seed.formatVersion === seedFormatVersion) return seed;
  throw unreadableSeedFile(`${path} holds no simulated account of format ${String(seedFormatVersion)}.`);
}

function parseSeedFile(path: string): AccountSeed {
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
    throw unreadableSeedFile(`The simulated account in ${path} cannot be read.`, cause);
  }
}

function unreadableSeedFile(message: string, cause?: unknown): Failure {
  const help = 'Delete the file to begin with a new simulated account.';
  return new Failure({ code: 'simulator-state', message, help, cause });
}
