/** Attacks that inject commands into the log of a pipeline. Each table row is one attempt. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
// @ts-expect-error Plain JavaScript.
import { errorCommand, logLine } from '../../ci/log.mjs';
import { withAnnotations } from '../../src/cli/views/annotations.ts';
import type { CliView } from '../../src/cli/views/view.ts';
import { loadView } from '../../src/cli/views/load-view.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { commandsIn, hostileNames, unsafeCharacter } from './ci-commands.ts';

const job = fileURLToPath(new URL('../../ci/main.mjs', import.meta.url));
const inActions = { GITHUB_ACTIONS: 'true' };

/** Runs a job of a CI system without its API, and returns the log. */
async function runJob(command: string, env: Readonly<Record<string, string>>): Promise<string> {
  const cwd = folderWith({});
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [job, command], { cwd, env: { PATH, ...env } });
  const [stdout, stderr] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'close'),
  ]);
  return `${stdout}${stderr}`;
}

async function annotationOf(file: string): Promise<string> {
  const lines: string[] = [];
  const globals = { format: 'json', showEmails: false, logLevel: 'info' } as const;
  const inner: CliView = { ...(await loadView(globals, () => undefined)), validation: () => undefined };
  const view = withAnnotations(inner, { env: inActions, cwd: '/repo', log: (line) => lines.push(line) });
  const source = { file, line: 1, column: 1 };
  view.validation({
    diagnostics: [{ code: 'wrong-value', severity: 'error', message: 'No.', help: 'Fix it.', source }],
    texts: new Map(),
  });
  expect(lines).toHaveLength(1);
  return lines.join('\n');
}

describe('the name of a file in an annotation', () => {
  it.each([
    ['a.yaml::warning::x', 'file=a.yaml%3A%3Awarning%3A%3Ax,line=1'],
    ['a.yaml,title=approved', 'file=a.yaml%2Ctitle=approved,line=1'],
    ['a%0A::error::x.yaml', 'file=a%250A%3A%3Aerror%3A%3Ax.yaml,line=1'],
    ['a\n::error::x.yaml', 'file=a%0A%3A%3Aerror%3A%3Ax.yaml,line=1'],
    ['a\r::error::x.yaml', 'file=a%0D%3A%3Aerror%3A%3Ax.yaml,line=1'],
    ['100%.yaml', 'file=100%25.yaml,line=1'],
  ])('%j is escaped', async (file, expected) => {
    const line = await annotationOf(file);
    expect(line).toContain(expected);
    expect(line).toMatch(/^::error file=[^:]*::No\.%0AFix it\.$/u);
  });

  it.each(['##[error]x.yaml', '##vso[task.complete]x.yaml'])(
    '%s does not become a command of the older form',
    async (file) => {
      expect(await annotationOf(file)).not.toMatch(/##\w*\[/u);
    },
  );
});

describe('an argument of the command line', () => {
  it.each([
    ['\n::error::injected'],
    ['##[error]injected'],
    ['plan', '--format', '\n::error::injected'],
    ['plan', '--nosuch\n::set-output name=x::y'],
    ['show', '\n::error::injected.json'],
    ['plan', '--out', '\n##[error]/x/'],
    ['import', '--portal', '\n::error::injected'],
  ])('%j is not a command of the log', async (...args) => {
    const cwd = folderWith({ 'enrollments.yaml': 'version: 1\nportal: simulated\nsequences: {}\n' });
    const { exit, stdout, stderr } = await rollcallInProcess(args, { cwd, env: inActions });
    expect(exit).not.toBe(0);
    expect(commandsIn(`${stdout}${stderr}`)).toEqual([]);
  });
});

describe('a setting of the job', () => {
  it.each([
    ['ROLLCALL_PLAN', '\n::error::injected'],
    ['ROLLCALL_PLAN', '##[error]/x.json'],
    ['ROLLCALL_FILES', '-x\r::error::injected'],
    ['ROLLCALL_COMMENT', '\n::set-output name=x::y'],
    ['ROLLCALL_ISSUE', '\u2028::error::injected\u202E'],
  ])('%s=%j is not a command of the log', async (name, value) => {
    const log = await runJob('drift', { GITLAB_CI: 'true', [name]: value });
    expect(log).toMatch(/^error: /u);
    expect(commandsIn(log)).toEqual([]);
    expect(unsafeCharacter.exec(log)).toBeNull();
  });
});

describe('the output of a server to a job', () => {
  it.each(hostileNames)('%j is not a command of the log', (name) => {
    for (const line of [logLine(name), logLine(`error: ${name}`)]) {
      expect(line.split(/[\r\n]/u)).toHaveLength(2);
      expect(commandsIn(line)).toEqual([]);
    }
    const command = errorCommand(name, name);
    expect(command.split(/[\r\n]/u)).toHaveLength(2);
    expect(command).toMatch(/^::error title=[^:,]*::/u);
    expect(command).not.toMatch(/##\w*\[/u);
  });
});
