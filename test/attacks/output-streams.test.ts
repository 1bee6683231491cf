import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { environmentOf } from '../cli/rollcall.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const yaml = `version: 1
portal: simulated
sequences:
  renewal-check-in: { id: 5510022, sender: maria@acme.example, members: [gus@contoso.example] }
`;

function run(command: string, cwd: string) {
  const line = `"${process.execPath}" "${main}" ${command}`;
  const env = environmentOf({});
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe.skipIf(!existsSync('/dev/full'))('a stdout that cannot be written', () => {
  test.each(['text', 'json', 'markdown', 'html'])('does not stop an apply with --format %s', (format) => {
    const cwd = folderWith({ 'enrollments.yaml': yaml });
    const { status, stderr } = run(`apply --auto-approve --format ${format} > /dev/full`, cwd);

    expect(stderr).toContain('Could not write to stdout');
    expect(stderr.split('Could not write to stdout')).toHaveLength(2);
    expect(stderr).not.toMatch(/node:|at \w+ \(|internal/u);
    expect(status).toBe(0);
    expect(run('unlock', cwd).stdout).toBe('The lock is free.\n');
    expect(run('plan', cwd).stdout).toContain('No changes');
  });

  test.each([
    'plan',
    'plan --format json',
    'validate',
    'schema',
    'apply --suppressions --auto-approve',
    '--help',
    '--version',
  ])('results in exit code 1 for %s', (command) => {
    const cwd = folderWith({ 'enrollments.yaml': yaml });
    const { status, stderr } = run(`${command} > /dev/full`, cwd);

    expect(stderr).toContain('Could not write to stdout');
    expect(stderr).not.toMatch(/node:|at \w+ \(|internal/u);
    expect(status).toBe(1);
  });

  test('does not change the outcome of an apply, not even with a stderr that cannot be written', () => {
    const cwd = folderWith({ 'enrollments.yaml': yaml });
    expect(run('apply --auto-approve > /dev/full 2> /dev/full', cwd).status).toBe(0);
    expect(run('plan', cwd).stdout).toContain('No changes');
  });
});
