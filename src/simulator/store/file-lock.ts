/** A lock between processes: a file that contains the process id of its holder. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { kill, pid } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const pollMilliseconds = 5;
const abandonedAfterMilliseconds = 2000;

/** Runs `work` while it holds the lock. Waits for other holders, and breaks the lock of a process that has ended. */
export async function withFileLock<T>(path: string, work: () => T): Promise<T> {
  while (!tryCreateLock(path)) {
    if (isAbandoned(path)) breakLock(path);
    await pause(pollMilliseconds);
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryCreateLock(path: string): boolean {
  try {
    writeFileSync(path, String(pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes an abandoned lock. Only one process at a time does this, and it checks the lock again. Otherwise a second
 * process could remove the lock that the first one has taken in the meantime.
 */
function breakLock(path: string): void {
  const breaking = `${path}.breaking`;
  if (!tryCreateLock(breaking)) {
    if (isAbandoned(breaking)) rmSync(breaking, { force: true });
    return;
  }
  try {
    if (isAbandoned(path)) rmSync(path, { force: true });
  } finally {
    rmSync(breaking, { force: true });
  }
}

function isAbandoned(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, 'utf8'));
    // An old file without a process id: the process ended between creating and writing the file.
    return holder > 0 ? !isAlive(holder) : Date.now() - statSync(path).mtimeMs > abandonedAfterMilliseconds;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(processId: number): boolean {
  try {
    kill(processId, 0);
    return true;
  } catch (error) {
    // The process exists, but belongs to another user.
    return errorCode(error) === 'EPERM';
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
