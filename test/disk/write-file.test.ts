import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomically } from '../../src/disk/write-file.ts';
import type { Disk } from '../../src/disk/write-file.ts';
import { Failure } from '../../src/model/failure.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcall } from '../cli/rollcall.ts';

const isWindows = process.platform === 'win32';
const privately = { access: 'private' } as const;

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw new Error(`no Failure: ${String(error)}`);
}

/** Runs the work without root privileges, which would bypass permissions: as another user, who owns the folder. */
async function withoutPrivileges(folder: string, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work();
  for (const name of ['', ...readdirSync(folder)]) chownSync(join(folder, name), 65534, 65534);
  process.seteuid?.(65534);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

function errorWith(code: string): Error {
  return Object.assign(new Error(`${code}: no, write '/home/x'`), { code });
}

/** Disks that fail at one step. A disk that fails while writing writes half of the text first. */
const failing: Readonly<Record<string, (code: string) => Disk>> = {
  open: (code) => ({ ...fs, open: () => Promise.reject(errorWith(code)) }),
  write: (code) =>
    opening((file) => ({
      writeFile: async (text: string) => {
        await file.write(text.slice(0, text.length / 2));
        throw errorWith(code);
      },
    })),
  sync: (code) => opening(() => ({ sync: () => Promise.reject(errorWith(code)) })),
  rename: (code) => ({ ...fs, rename: () => Promise.reject(errorWith(code)) }),
};

function opening(wrong: (file: fs.FileHandle) => object): Disk {
  return {
    ...fs,
    open: async (...args: Parameters<Disk['open']>) => {
      const file = await fs.open(...args);
      return Object.assign(file, wrong(file));
    },
  };
}

describe('writeFileAtomically', () => {
  it.each(
    Object.keys(failing).flatMap((step) =>
      ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].map((code) => [step, code] as const),
    ),
  )('when %s fails with %s, an existing file stays as it is', async (step, code) => {
    const folder = folderWith({ 'plan.json': 'old' });
    const path = join(folder, 'plan.json');
    const failure = await failureOf(
      writeFileAtomically(path, ['new ', 'text'], { ...privately, disk: failing[step]?.(code) ?? fs }),
    );
    expect(failure).toMatchObject({ code: 'file-write', exitCode: 1 });
    expect(failure.message).toContain(path);
    expect(failure.message).toContain(code);
    expect(failure.help).not.toBe('');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['plan.json']);
  });

  it('leaves no file if the text throws', async () => {
    const folder = folderWith({});
    const text = function* () {
      yield 'half';
      throw new Error('a defect');
    };
    await failureOf(writeFileAtomically(join(folder, 'plan.json'), text(), privately));
    expect(readdirSync(folder)).toEqual([]);
  });

  const places: readonly (readonly [string, string, string])[] = [
    ['a folder', 'folder', 'is a folder'],
    ['a folder with a slash', 'folder/', 'is a folder'],
    ['a missing folder with a slash', 'missing/', 'is a folder'],
    ['a folder under a file', 'file/plan.json', 'ENOTDIR'],
    ['a missing folder under a file', 'file/a/b/plan.json', 'ENOTDIR'],
    ['a name that is too long', `${'x'.repeat(300)}.json`, 'ENAMETOOLONG'],
    ['a link to itself', 'loop', 'ELOOP'],
  ];

  it.each(places)('refuses %s and names it', async (_, name, expected) => {
    const cwd = folderWith({ file: 'kept', 'folder/kept.txt': 'kept' });
    symlinkSync('loop', join(cwd, 'loop'));
    const failure = await failureOf(writeFileAtomically(join(cwd, name), 'text', privately));
    expect(failure).toMatchObject({ code: 'file-write' });
    expect(failure.message).toContain(expected);
    expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('kept');
    expect(readdirSync(cwd).toSorted()).toEqual(['file', 'folder', 'loop']);
  });

  it.each(['-', '/dev/stdout', '/dev/stderr', '/dev/fd/1', '/proc/self/fd/1', '/dev/full', '/dev/null'])(
    'refuses %s',
    async (path) => {
      const failure = await failureOf(writeFileAtomically(path, 'text', privately));
      expect(failure.code).toBe('file-write');
      expect(failure.message).toMatch(/not a regular file|cannot be written/u);
    },
  );

  it.skipIf(isWindows)('refuses a file and a folder without permission', async () => {
    const cwd = folderWith({ 'readonly.json': 'old', 'closed/kept.txt': '' });
    chmodSync(join(cwd, 'readonly.json'), 0o444);
    chmodSync(join(cwd, 'closed'), 0o555);
    await withoutPrivileges(cwd, async () => {
      for (const name of ['readonly.json', 'closed/plan.json', 'closed/deeper/plan.json']) {
        const failure = await failureOf(writeFileAtomically(join(cwd, name), 'text', privately));
        expect(failure.message).toContain('permission denied (EACCES)');
      }
    });
    expect(readFileSync(join(cwd, 'readonly.json'), 'utf8')).toBe('old');
  });

  it('creates missing folders', async () => {
    const cwd = folderWith({});
    await writeFileAtomically(join(cwd, 'a/b/plan.json'), ['one ', 'two'], privately);
    expect(readFileSync(join(cwd, 'a/b/plan.json'), 'utf8')).toBe('one two');
  });

  it.skipIf(isWindows)('writes through symbolic links and keeps them', async () => {
    const cwd = folderWith({ 'real/plan.json': 'old' });
    symlinkSync('real/plan.json', join(cwd, 'link.json'));
    symlinkSync('real/new.json', join(cwd, 'dangling.json'));
    await writeFileAtomically(join(cwd, 'link.json'), 'new', privately);
    await writeFileAtomically(join(cwd, 'dangling.json'), 'first', privately);
    expect(readFileSync(join(cwd, 'real/plan.json'), 'utf8')).toBe('new');
    expect(readFileSync(join(cwd, 'real/new.json'), 'utf8')).toBe('first');
    expect(readlinkSync(join(cwd, 'link.json'))).toBe('real/plan.json');
    expect(readlinkSync(join(cwd, 'dangling.json'))).toBe('real/new.json');
  });

  it.skipIf(isWindows)('keeps the mode of an existing file', async () => {
    const cwd = folderWith({ 'plan.json': 'old' });
    for (const mode of [0o644, 0o600, 0o664, 0o666]) {
      chmodSync(join(cwd, 'plan.json'), mode);
      await writeFileAtomically(join(cwd, 'plan.json'), 'new', privately);
      expect(statSync(join(cwd, 'plan.json')).mode & 0o777).toBe(mode);
    }
  });
});

describe('plan --out', () => {
  const yaml = 'version: 1\nportal: simulated\nsequences: {}\n';

  it('names the path, and does not report an internal error', async () => {
    const cwd = folderWith({ 'enrollments.yaml': yaml, 'plans/old.json': '{}' });
    mkdirSync(join(cwd, 'kept'));
    for (const out of ['plans', 'plans/', 'enrollments.yaml/plan.json', '-', '/dev/full']) {
      const { exit, stderr, stdout } = await rollcall(['plan', '--out', out], { cwd });
      expect({ out, exit, stdout }).toEqual({ out, exit: 1, stdout: '' });
      expect(stderr).toMatch(/^error\[file-write\]: .+\n {2}help: .+\n$/u);
      expect(stderr).toContain(out);
      expect(stderr).not.toMatch(/internal|report it/u);
    }
    expect(readdirSync(join(cwd, 'plans'))).toEqual(['old.json']);
    expect(readFileSync(join(cwd, 'enrollments.yaml'), 'utf8')).toBe(yaml);
  });
});
