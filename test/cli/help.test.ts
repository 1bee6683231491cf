import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { desiredOf } from '../schema/load.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Page {
  readonly command: string;
  readonly text: string;
  readonly examples: readonly string[];
}

const pages = await readPages('');

/** Reads the help of a command and of all its subcommands. */
async function readPages(command: string): Promise<readonly Page[]> {
  const args = ['help', ...command.split(' ').filter(Boolean)];
  const { exit, stdout } = await rollcallInProcess(args, { cwd: root });
  expect(exit).toBe(0);
  const [, examples = ''] = stdout.split('\nExamples:\n');
  const lines = [...examples.matchAll(/^ {2}rollcall (.*?)(?: +#.*)?$/gmu)].map(([, line = '']) => line);
  const [, subcommands = ''] = /\nCommands:\n([\s\S]*?)\n\n/u.exec(stdout) ?? [];
  // The commands of `rollcall` itself are grouped by task.
  const pattern =
    command === '' ? /^(?:[A-Z][a-z]+)? +([a-z]+) {2,}\S/gmu : /^ {2}rollcall ([a-z -]*[a-z])(?= |$)/gmu;
  const names = [...subcommands.matchAll(pattern)].map(([, name = '']) => name);
  const inner: Page[] = [];
  for (const name of names) inner.push(...(await readPages(name)));
  return [{ command, text: stdout, examples: lines }, ...inner];
}

describe('the help', () => {
  it('has a page for each command and subcommand', () => {
    const commands = pages.map(({ command }) => command);
    expect(commands).toEqual(
      expect.arrayContaining(['init', 'plan', 'apply', 'drift', 'history forget', 'simulator act']),
    );
    expect(commands.length).toBeGreaterThan(15);
  });

  it('lists every command of the parser once, by task', async () => {
    const { stdout } = await rollcallInProcess(['--get-yargs-completions', 'rollcall', ''], { cwd: root });
    const known = stdout.split('\n').filter((word) => /^[a-z]+$/u.test(word));
    const listed = pages.flatMap(({ command }) => (command === '' || command.includes(' ') ? [] : [command]));
    expect(listed.toSorted()).toEqual(known.toSorted());
    expect(pages[0]?.text.trimEnd().split('\n').length).toBeLessThan(38);
  });

  it('fits 80 columns', () => {
    const wide = pages.flatMap(({ text }) => text.split('\n')).filter((line) => line.length > 80);
    expect(wide).toEqual([]);
  });

  it('describes every flag and argument', () => {
    const undescribed = pages.flatMap(({ command, text }) =>
      text.split('\n').flatMap((line) => (/^ {2}(?:--)?[a-z-]+$/u.test(line) ? `${command}: ${line}` : [])),
    );
    expect(undescribed).toEqual([]);
  });

  it('separates the flags of all commands from those of the command', () => {
    for (const { command, text } of pages) {
      const [own = '', everywhere = ''] = text.split('\nWith every command:\n');
      expect(own, command).not.toMatch(/^ +--format/mu);
      expect(everywhere, command).toMatch(/^ +--format/mu);
    }
  });

  it('shows examples for every command', () => {
    const topics = pages.filter(({ command }) => command !== '' && !command.includes(' '));
    expect(topics.filter(({ examples }) => examples.length === 0)).toEqual([]);
  });

  it('is the same for every way to request it', async () => {
    const cwd = folderWith({});
    const texts = await Promise.all(
      ['help plan', 'plan --help', 'plan -h', 'plan help'].map(
        async (line) => (await rollcallInProcess(line.split(' '), { cwd })).stdout,
      ),
    );
    expect(new Set(texts).size).toBe(1);
    const tops = await Promise.all(
      ['help', '--help', '-h'].map(async (line) => (await rollcallInProcess([line], { cwd })).stdout),
    );
    expect(new Set(tops).size).toBe(1);
  });

  it('is English in every locale', async () => {
    const { stdout } = await rollcallInProcess(['help'], {
      cwd: folderWith({}),
      env: { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' },
    });
    expect(stdout).toBe(pages[0]?.text);
  });
});

/** Exit codes other than 0 of examples in the folders below, with the reason. */
const otherExits: Readonly<Record<string, number>> = {
  'plan --detailed-exitcode': 2,
  test: 1, // the folder has no stories
  'test --only weekend': 1,
  'test --format junit': 1,
  'drift --strict': 2, // an enrollment ended early, and HubSpot does not show why
  'apply --undo-run 1': 6, // the workflow has no unenroll route, so a person must unenroll its contacts
  'history forget 1042 --auto-approve': 1, // refused, because the new enrollment is still active
  // The enrollment is proved, so `--not-enrolled` contradicts the ledger.
  'resolve sequences.q4-outbound/1042 --not-enrolled': 1,
  'resolve workflows.welcome --not-created': 1, // no request created a workflow
  'resolve sequences.q4-outbound/1042 --retry': 1, // HubSpot did not refuse the contact
  'resolve --file checked.csv': 1, // the file does not exist
  'ledger create': 1, // the apply created the ledger
  'ledger create --ledger .rollcall/ledger.db': 1,
  'ledger copy .rollcall/ledger.db env:ROLLCALL_LEDGER': 1, // the variable is not set
  'ledger copy env:ROLLCALL_LEDGER .rollcall/ledger.db': 1,
  'ledger grant --role ci_reader': 1, // the ledger is a file
  'ledger grant --role ci_writer --write': 1,
  'ci upgrade': 1, // the folder has no pipeline
  'fleet list': 3, // the folder has no accounts
  'fleet list --format json': 3,
};

/** Returns whether an example runs until it is stopped, so that a test cannot wait for its end. */
const isEndless = (example: string): boolean => /^(?:simulator start|mcp --max)/u.test(example);

/** Splits a line into words as a shell does. Omits redirections. */
function wordsOf(line: string): readonly string[] {
  return [...line.replace(/ >>? .*$/u, '').matchAll(/"([^"]*)"|(\S+)/gu)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
}

describe('the examples of the help', () => {
  const examples = pages.flatMap((page) => page.examples).filter((example) => !isEndless(example));
  // Folders before the first apply, with a saved plan, and after it.
  let planned: string;
  let applied: string;

  beforeAll(async () => {
    [planned, applied] = [mkdtempSync(join(tmpdir(), 'planned-')), mkdtempSync(join(tmpdir(), 'applied-'))];
    for (const cwd of [planned, applied]) {
      for (const name of ['enrollments.yaml', 'prospects.csv', 'do-not-contact.csv']) {
        cpSync(join(root, 'examples', name), join(cwd, name));
      }
    }
    await rollcallInProcess(['plan', '--out', 'plan.json'], { cwd: planned });
    await rollcallInProcess(['plan', '--out', 'plan.json'], { cwd: applied });
    await rollcallInProcess(['apply', 'plan.json', '--auto-approve'], { cwd: applied });
    for (const section of ['workflows', 'sequences'])
      await rollcallInProcess([section, 'pull'], { cwd: applied });
    return () => [planned, applied].forEach((folder) => rmSync(folder, { recursive: true }));
  });

  it('exist', () => {
    expect(examples.length).toBeGreaterThan(20);
  });

  it.each(examples)('rollcall %s: runs', async (example) => {
    const cwd = folderWith({});
    const before = /^(?:plan|show|apply plan\.json|simulator)/u.test(example);
    if (!example.startsWith('init')) cpSync(before ? planned : applied, cwd, { recursive: true });
    const words = example.startsWith('apply') ? `${example} --auto-approve` : example;
    const ran = await rollcallInProcess(wordsOf(words), { cwd });
    expect(ran, ran.stderr).toMatchObject({ exit: otherExits[example] ?? 0 });
  });
});

describe('an invalid command line', () => {
  it.each([
    ['plann', 'Did you mean rollcall plan?', 'rollcall --help'],
    ['bananas', 'rollcall has no command "bananas".', 'rollcall --help'],
    ['plan --detailed', 'Did you mean --detailed-exitcode?', 'rollcall plan --help'],
    ['apply --auto-aprove', 'Did you mean --auto-approve?', 'rollcall apply --help'],
    ['apply --canery=3', 'Did you mean --canary?', 'rollcall apply --help'],
    ['plan --foo --bar', '`rollcall plan` has no flag --foo.', 'rollcall plan --help'],
    ['plan -x', '`rollcall plan` has no flag -x.', 'rollcall plan --help'],
    ['plan --format jsn', 'Did you mean json?', 'rollcall plan --help'],
    ['apply --canary', '--canary needs a value.', 'rollcall apply --help'],
    [
      'plan --format=json --format=text',
      'Pass --format only once: it takes one value.',
      'rollcall plan --help',
    ],
    ['apply --canary=1 --canary=1', 'Pass --canary only once', 'rollcall apply --help'],
    ['apply --canary 1 --max-enroll 2 --maxEnroll 2', 'Pass --max-enroll only once', 'rollcall apply --help'],
    ['plan --no-max-enroll', '--no-max-enroll is not a flag.', 'rollcall plan --help'],
    ['plan --out.x=1', '`rollcall plan` has no flag --out.x.', 'rollcall plan --help'],
    ['show', 'For example: rollcall show plan.json', 'rollcall show --help'],
    [
      '--format json show',
      '`rollcall show` needs <plan>.\n  plan: A file that plan --out saved\n',
      'rollcall show --help',
    ],
    ['simulator act', '`rollcall simulator act` needs <what> and <who>.', 'rollcall simulator act --help'],
    ['help plann', 'Did you mean rollcall plan?', 'rollcall --help'],
    ['plann --help', 'rollcall has no command "plann".', 'rollcall --help'],
    ['help simulator strat', 'Did you mean rollcall simulator start?', 'rollcall simulator --help'],
    ['schema mine', '`rollcall schema` does not take "mine".', 'rollcall schema --help'],
    ['simulator strat', 'Did you mean rollcall simulator start?', 'rollcall simulator --help'],
    ['simulator', 'A subcommand is required', 'rollcall simulator --help'],
    ['simulator act unenrol 1045', 'Did you mean unenroll?', 'rollcall simulator act --help'],
    ['history forget', '`rollcall history forget` needs <id>.', 'rollcall history forget --help'],
  ])('%s: explains the problem and names the help page', async (line, problem, see) => {
    const ran = await rollcallInProcess(line.split(' '), { cwd: folderWith({}) });
    expect(ran).toMatchObject({ exit: 1, stdout: '' });
    expect(ran.stderr).toContain(problem);
    expect(ran.stderr.trimEnd().split('\n').at(-1)).toBe(`See: ${see}`);
    expect(ran.stderr).not.toContain('    at ');
  });

  it('treats all words after -- as files', async () => {
    const cwd = folderWith({ 'enrollments.yaml': 'version: 1\nportal: simulated\n' });
    const missing = { 'no.yaml': 'no.yaml', '--full.yaml': './--full.yaml' };
    for (const [word, file] of Object.entries(missing)) {
      for (const line of [
        ['validate'],
        ['plan'],
        ['plan', '--full'],
        ['apply', '--auto-approve'],
        ['drift'],
      ]) {
        const ran = await rollcallInProcess([...line, '--', word], { cwd });
        expect(ran, line.join(' ')).toMatchObject({ exit: 3, stdout: '' });
        expect(ran.stderr).toContain(`"${file}" does not exist`);
      }
    }
    const both = await rollcallInProcess(['validate', 'enrollments.yaml', '--', 'no.yaml'], { cwd });
    expect(both.exit).toBe(3);
    const shown = await rollcallInProcess(['show', '--', 'no.json'], { cwd });
    expect(shown).toMatchObject({ exit: 1, stderr: expect.stringContaining('no.json') });
    const withoutValue = await rollcallInProcess(['plan', '--out', '--', 'plan.json'], { cwd });
    expect(withoutValue).toMatchObject({ exit: 1, stderr: expect.stringContaining('--out needs a value.') });
    expect(await rollcallInProcess(['validate', '--'], { cwd })).toMatchObject({ exit: 0 });
  });

  it('names an unknown flag once, although the parser reports two spellings', async () => {
    const { stderr } = await rollcallInProcess(['apply', '--new-ledgr'], { cwd: folderWith({}) });
    expect(stderr.match(/new-ledgr/gu)).toHaveLength(1);
  });
});

describe('a flag that is given twice, or without a value', () => {
  interface Flag {
    readonly command: string;
    readonly flag: string;
    readonly value: string;
  }

  /** Flags that may be repeated. */
  const several = [
    '--config',
    '--exclude',
    '--fault',
    '--freeze',
    '--only',
    '--sequences',
    '--variant',
    '--without',
    '--workflows',
  ];
  const takesValue = ['--format', '--log-level', '--out', '--max-enroll', '--canary', '--port', '--file'];

  /** Arguments that take one of several words. */
  const words: Readonly<Record<string, string>> = { what: 'reply', template: 'drip' };

  const requiredFlags: Readonly<Record<string, readonly string[]>> = {
    'ledger grant': ['--role=ci_reader'],
    'ledger mark-gap': ['--from=2026-11-01'],
  };

  const all: readonly Flag[] = pages.flatMap(({ command, text }) => {
    const required = [...(text.split('\n', 1)[0] ?? '').matchAll(/<(\w+)>/gu)].map(([, name]) =>
      name === undefined ? '1' : (words[name] ?? '1'),
    );
    const isGroup = text.includes('\nCommands:\n') && command !== 'history';
    return isGroup
      ? []
      : [...text.matchAll(/^ {2}(--[a-z-]+) +([^\n]*(?:\n {8,}.*)*)/gmu)].map(
          ([, flag = '', described = '']) => ({
            command: [command, ...required, ...(requiredFlags[command] ?? [])].join(' '),
            flag,
            value: /(?:\{|\(default:? "?)([\w-]+)["|)]/u.exec(described)?.[1] ?? '1',
          }),
        );
  });
  const parsed = all
    .filter(({ flag }) => flag !== '--help' && flag !== '--version')
    .map((one) => ({
      ...one,
      result: parseCommandLine([
        ...one.command.split(' '),
        `${one.flag}=${one.value}`,
        `${one.flag}=${one.value}`,
      ]),
    }));

  it('is a usage error if it takes one value, in every command', () => {
    const lists = parsed.flatMap(({ flag, result }) => {
      const args: Readonly<Record<string, unknown>> = result.kind === 'command' ? { ...result.flags } : {};
      return Array.isArray(args[flag.slice(2)]) ? [flag] : [];
    });
    expect([...new Set(lists)].toSorted()).toEqual(several);
    const refused = parsed.filter(({ result }) => result.kind !== 'command');
    for (const { command, flag, result } of refused)
      expect(result, `${command} ${flag}`).toMatchObject({
        kind: 'usage-error',
        message: expect.stringContaining(`Pass ${flag} only once: it takes one value.`),
      });
    expect(refused.map(({ flag }) => flag)).toEqual(expect.arrayContaining(takesValue));
    expect(parsed.length).toBeGreaterThan(100);
  });

  it('is a usage error if its value is empty, in every command', () => {
    const refused = new Set(parsed.filter(({ result }) => result.kind !== 'command').map(({ flag }) => flag));
    const withValue = parsed.filter(
      ({ command, flag }) => (refused.has(flag) || several.includes(flag)) && !command.includes(`${flag}=`),
    );
    for (const { command, flag } of withValue)
      for (const words of [[`${flag}=`], [flag, '']])
        expect(parseCommandLine([...command.split(' '), ...words]), `${command} ${flag}`).toMatchObject({
          kind: 'usage-error',
          message: expect.stringMatching(new RegExp(`${flag} needs a value|"" is not a valid value`, 'u')),
        });
  });
});

it('gives the defaults that a file without limits has', async () => {
  const files = { 'e.yaml': 'version: 1\nportal: simulated\n' };
  const { limits } = await desiredOf(files);
  const text = pages.find(({ command }) => command === 'plan')?.text.replaceAll(/\s+/gu, ' ');
  for (const value of [
    capText(limits.enroll),
    capText(limits.unenroll),
    capText(limits.reenroll),
    limits.perSenderPerDay,
  ])
    expect(text).toContain(`for this run (default: from the files, or ${value})`);
});

function capText(cap: object): string {
  return 'percent' in cap ? `${String(cap.percent)}%` : 'count' in cap ? String(cap.count) : '';
}
