/** A lock between processes: a file that holds its owner's process id. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { kill, pid } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const pollMilliseconds = 5;
const abandonedAfterMilliseconds = 2000;

/** Runs `work` while holding the lock. Waits for its turn; a dead owner's lock is broken. */
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
 * Only one process breaks a lock at a time, and it looks again before it does: else a second one could
 * remove the lock that the first has just taken.
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
    const owner = Number(readFileSync(path, 'utf8'));
    // Without an owner's name for so long: it was killed between making the file and writing it.
    return owner > 0 ? !isAlive(owner) : Date.now() - statSync(path).mtimeMs > abandonedAfterMilliseconds;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(owner: number): boolean {
  try {
    kill(owner, 0);
    return true;
  } catch (error) {
    // Alive, but somebody else's.
    return errorCode(error) === 'EPERM';
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
