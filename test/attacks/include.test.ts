import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskFiles, readRegularFile } from '../../src/disk/read-files.ts';
import { maxFileBytes } from '../../src/model/file-reader.ts';
import { memoryFiles } from '../schema/memory-files.ts';
import { attempt, expectClean } from './attempt.ts';

const head = 'version: 1\nportal: simulated\n';
let folder = '';
const socket = createServer();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'include-'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  symlinkSync('/dev/zero', join(folder, 'link-to-zero'));
  symlinkSync(join(folder, 'pipe'), join(folder, 'link-to-pipe'));
  mkdirSync(join(folder, 'sub.csv'));
  writeFileSync(join(folder, 'huge.csv'), 'email\n');
  // A sparse file uses no disk space for its size.
  truncateSync(join(folder, 'huge.csv'), maxFileBytes + 1);
  await new Promise<void>((resolve) => socket.listen(join(folder, 'socket'), resolve));
});

afterAll(async () => {
  await new Promise((resolve) => socket.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** The path of an include, and the code and message of the error. */
const refusedPaths: readonly (readonly [path: string, code: string, message: string])[] = [
  ['/dev/zero', 'include-not-regular', 'is not a regular file'],
  ['/dev/null', 'include-not-regular', 'is not a regular file'],
  ['/dev/urandom', 'include-not-regular', 'is not a regular file'],
  ['pipe', 'include-not-regular', 'is not a regular file'],
  ['socket', 'include-not-regular', 'is not a regular file'],
  ['link-to-zero', 'include-not-regular', 'is not a regular file'],
  ['link-to-pipe', 'include-not-regular', 'is not a regular file'],
  ['huge.csv', 'include-too-large', 'is larger than 256 MiB'],
  ['sub.csv', 'include-is-folder', 'is a folder'],
  ['missing.csv', 'include-not-found', 'does not exist'],
];

describe.skipIf(process.platform === 'win32')('an include that is not a regular file', () => {
  test.each(refusedPaths)(
    '%s is refused at its position, without being read',
    async (name, code, message) => {
      const path = join(folder, `${name.replaceAll('/', '-')}.yaml`);
      writeFileSync(path, `${head}suppress:\n  - file: ${name}\n`);
      const { errors, printed } = await attempt(diskFiles, [path]);

      expect(errors).toEqual([`${path}:4:11 ${code}`]);
      expect(printed).toContain(message);
    },
  );

  test('a configuration file follows the same rule', async () => {
    const { errors } = await attempt(diskFiles, [join(folder, 'link-to-zero')]);

    expect(errors).toEqual([`${join(folder, 'link-to-zero')}:1:1 file-not-regular`]);
  });

  test('an endless file without a size is read only up to the limit', async () => {
    // Files in /proc have size 0, as a file that grows while it is read.
    await expect(readRegularFile('/proc/self/status', 100)).rejects.toMatchObject({ code: 'EFBIG' });
    expect((await readRegularFile('/proc/self/status', 100_000)).length).toBeGreaterThan(100);
  });
});

/** Files that contain no contacts, each with the secrets that must not be printed. */
const secretFiles: readonly (readonly [name: string, text: string, secrets: readonly string[]])[] = [
  [
    'a password file',
    'root:x:0:0:root:/root:/bin/bash\nana:x:1000:1000::/home/ana:/bin/sh\n',
    ['root', 'bash', '1000'],
  ],
  ['a key', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n', ['PRIVATE', 'MIIE']],
  [
    'environment variables',
    'API_TOKEN=s3cr3t\nDB_URL=postgres://u:hunter2@db/x\n',
    ['s3cr3t', 'hunter2', 'API_TOKEN'],
  ],
  ['credentials with commas', 'user,s3cr3t,eu-west-1\nb,c,d\n', ['s3cr3t', 'user', 'eu-west']],
  ['a header that hides a secret', 'Email Address,tok_s3cr3t,Record ID\n1,2,3\n', ['tok_', 's3cr3t']],
  ['an unclosed quote', '"s3cr3t\nmore s3cr3t\n', ['s3cr3t', 'more']],
  ['text after a quote', '"a"s3cr3t,b\n', ['s3cr3t']],
  ['one long line', `s3cr3t${'x'.repeat(1_000_001)}\n`, ['s3cr3t', 'xxx']],
  ['binary data', 's3cr3t\0\u0001\n', ['s3cr3t']],
];

describe('a file that is not a list of contacts', () => {
  test.each(secretFiles)('is not quoted when an include refers to it: %s', async (_, text, secrets) => {
    const { errors, printed } = await attempt(
      memoryFiles({ 'e.yaml': `${head}suppress: [{ file: /etc/other }]\n`, '/etc/other': text }),
    );

    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^\/etc\/other:\d+:\d+ (csv-column|csv-syntax|line-too-long|binary-file)$/);
    expectClean(printed, secrets);
  });

  test.each(secretFiles)('is not quoted when it is the configuration file: %s', async (_, text, secrets) => {
    const { errors, printed } = await attempt(memoryFiles({ 'e.yaml': text }));

    expect(errors[0]).toMatch(/^e\.yaml:\d+:\d+ /);
    expectClean(printed, secrets);
  });

  test('the message names usual columns of contact lists, which helps to fix the header', async () => {
    const { printed } = await attempt(
      memoryFiles({
        'e.yaml': `${head}suppress: [{ file: p.csv }]\n`,
        'p.csv': 'Record ID,First Name,E-mail,s3cr3t\n1,Ana,a@b.example,x\n',
      }),
    );

    expect(printed).toContain('its first line has 4 columns, including "record id", "first name", "e-mail"');
    expectClean(printed, ['s3cr3t']);
  });
});
