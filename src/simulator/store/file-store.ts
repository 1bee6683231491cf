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
 * Creates a store that keeps the account in a JSON file, which several processes can share. A read loads the file
 * again if it changed; a write holds the lock next to the file. The requests are logged in a separate file. The first
 * change creates the account file; until then, the account is the seed.
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
  // Changes of this process run one after the other, so only one of them waits for the file lock.
  let lastChange: Promise<unknown> = Promise.resolve();

  const read = (): SimulatedAccount => {
    const stamp = fileStamp(stateFile);
    if (account && stamp === loaded) return account;
    account = openSimulatedAccount(stamp === undefined ? seed() : readSeedFile(stateFile), runtime);
    loaded = stamp;
    return account;
  };
  // Only a write creates the folder: reading an account has no effect on the disk.
  const ensureFolder = (): void => {
    if (!existsSync(dirname(stateFile))) makeFolder(dirname(stateFile), 0o700);
  };
  const save = (changed: SimulatedAccount): void => {
    // If saving fails, the next read loads the account without the change.
    account = undefined;
    replaceFile(stateFile, JSON.stringify(toSeed(changed)));
    account = changed;
    loaded = fileStamp(stateFile);
  };
  const locked = <T>(work: () => T): Promise<T> => {
    const change = lastChange.then(() =>
      reportWriteFailure(stateFile, () => {
        ensureFolder();
        return withFileLock(lockFile, work);
      }),
    );
    lastChange = change.catch(() => undefined);
    return change;
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

/** Replaces the file atomically. A new file is readable only by this user; an existing file keeps its mode. */
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

/** Runs `work`. Throws a `Failure` for an error of the file system; the account is then unchanged. */
async function reportWriteFailure<T>(stateFile: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    throw new Failure({
      code: 'simulator-write',
      message: `The simulated account in ${stateFile} cannot be written: ${error.message}. It is unchanged.`,
      help: 'Make its folder writable, free disk space, or pass another file with --state.',
      cause: error,
    });
  }
}

/**
 * Returns a text that changes with every save, because a rename creates a new inode; undefined without a file. Throws
 * the `Failure` `simulator-state` if the path cannot hold an account.
 */
function fileStamp(path: string): string | undefined {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (!stat) requireFolder(dirname(resolve(path)));
    // A folder fails later, in `parseSeedFile`.
    else if (!stat.isFile() && !stat.isDirectory()) throw unusableStateFile(`${path} is not a regular file`);
    return stat && `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unusableStateFile(error instanceof Error ? error.message : String(error), error);
  }
}

/** Throws if the folder neither exists nor can be created because a file or a broken link is in its path. */
function requireFolder(folder: string): void {
  if (!lstatSync(folder, { throwIfNoEntry: false })) return requireFolder(dirname(folder));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw unusableStateFile(`${folder} is not a folder`);
}

function unusableStateFile(reason: string, cause?: unknown): Failure {
  return new Failure({
    code: 'simulator-state',
    message: `The state file of the simulated account cannot be used: ${reason}.`,
    help: 'Fix the path, or pass another file with --state.',
    cause,
  });
}

function readLog(path: string): readonly LoggedRequest[] {
  if (!statSync(path, { throwIfNoEntry: false })) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // Text after the last line end is a partial line of a process that was killed.
  return lines.slice(0, -1).map((line): LoggedRequest => JSON.parse(line));
}

/** Reads an account from a JSON file. Throws a `Failure` if the file does not contain an account of this format. */
export function readSeedFile(path: string): AccountSeed {
  const seed = parseSeedFile(path);
  if (seed.formatVersion === seedFormatVersion) return seed;
  throw unreadableSeedFile(
    `${path} does not contain a simulated account of format version ${String(seedFormatVersion)}.`,
  );
}

function parseSeedFile(path: string): AccountSeed {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EISDIR') {
      throw new Failure({
        code: 'simulator-state',
        message: `${path} is a folder, not the state file of a simulated account.`,
        help: 'Pass a file, for example --state .rollcall/simulator.json',
        cause,
      });
    }
    throw unreadableSeedFile(`The simulated account in ${path} cannot be read.`, cause);
  }
}

function unreadableSeedFile(message: string, cause?: unknown): Failure {
  const help = 'Delete the file to start with a new simulated account.';
  return new Failure({ code: 'simulator-state', message, help, cause });
}
