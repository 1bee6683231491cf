import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Account, Runtime } from '../account/account.ts';
import { openAccount, seedOf } from '../account/account.ts';
import type { AccountSeed } from '../account/account-seed.ts';
import type { SeenRequest } from '../account/inspection.ts';
import type { AccountStore } from './account-store.ts';
import { withFileLock } from './file-lock.ts';
import { readSeedFile } from './seed-file.ts';

/**
 * An account in a JSON file, so that several processes see one account: whoever reads takes the file
 * again when it has changed, whoever writes holds the lock beside it. The requests are in a file of
 * their own. The account file is made by the first change; until then it is the seed.
 */
export function fileStore(stateFile: string, seed: () => AccountSeed, runtime: Runtime): AccountStore {
  const logFile = `${stateFile}.requests.jsonl`;
  const lockFile = `${stateFile}.lock`;
  let account: Account | undefined;
  let loaded: string | undefined;
  // In this process one change waits for the other; only the first of them waits for the file.
  let turn: Promise<unknown> = Promise.resolve();

  const read = (): Account => {
    const stamp = stampOf(stateFile);
    if (account && stamp === loaded) return account;
    account = openAccount(stamp === undefined ? seed() : readSeedFile(stateFile), runtime);
    loaded = stamp;
    return account;
  };
  // Looking at an account leaves no trace of its own; only what there is to write makes the folder.
  const makeFolder = (): void => {
    if (!existsSync(dirname(stateFile))) mkdirSync(dirname(stateFile), { recursive: true });
  };
  const save = (changed: Account): void => {
    const temporary = `${stateFile}.new`;
    writeFileSync(temporary, JSON.stringify(seedOf(changed)));
    renameSync(temporary, stateFile);
    account = changed;
    loaded = stampOf(stateFile);
  };
  const locked = <T>(work: () => T): Promise<T> => {
    const mine = turn.then(() => {
      makeFolder();
      return withFileLock(lockFile, work);
    });
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
        save(openAccount({ ...seed(), portalId }, runtime));
        rmSync(logFile, { force: true });
      }),
    log: (request) => {
      makeFolder();
      appendFileSync(logFile, `${JSON.stringify(request)}\n`);
    },
    requests: () => readLog(logFile),
  };
}

/** Changes with every save: a rename brings a new inode. */
function stampOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}

function readLog(path: string): readonly SeenRequest[] {
  if (!statSync(path, { throwIfNoEntry: false })) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // What follows the last line end is nothing, or the half line of a killed process.
  return lines.slice(0, -1).map((line): SeenRequest => JSON.parse(line));
}
