import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OutputName } from '../../src/render/json/output-names.ts';
import { outputSchema } from '../../src/render/json/output-schema.ts';
import { definitionSchema } from '../../src/schema/definition/definition-schema.ts';
import { problemsOf } from '../render/output-validator.ts';
import { exampleFolder, folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const config = ['--config', 'enrollments.yaml'];

describe('every command with --format json', () => {
  it('prints one document that fits its schema', async () => {
    const cwd = exampleFolder();
    const run = (...args: readonly string[]) => rollcallInProcess(args, { cwd });
    const expectFits = async (of: OutputName, ...args: readonly string[]): Promise<void> => {
      const { stdout } = await run(...args, '--format', 'json');
      expect(problemsOf(of, JSON.parse(stdout)), args.join(' ')).toEqual([]);
    };
    await expectFits('validation', 'validate', 'enrollments.yaml');
    await expectFits('validation', 'plan', 'nowhere.yaml');
    await expectFits('plan', 'plan', 'enrollments.yaml', '--out', 'plan.json');
    await expectFits('plan', 'show', 'plan.json');
    const saved: unknown = JSON.parse(readFileSync(join(cwd, 'plan.json'), 'utf8'));
    expect(problemsOf('plan', saved)).toEqual([]);
    await expectFits('explanation', 'plan', 'enrollments.yaml', '--explain', 'sequences.q4-outbound/1042');
    await expectFits('error', 'show', 'nowhere.json');
    await expectFits('error', 'apply', 'enrollments.yaml');
    await expectFits('plan', 'apply', 'enrollments.yaml', '--auto-approve', '--max-enroll', '1');
    await expectFits('report', 'apply', 'plan.json', '--auto-approve');
    await expectFits('drift', 'drift', 'enrollments.yaml', '--strict');
    await expectFits('accepted', 'drift', 'enrollments.yaml', '--accept');
    await expectFits('history', 'history', ...config);
    await expectFits('lease', 'unlock', ...config);
    await expectFits('checks', 'doctor', 'enrollments.yaml');
    await expectFits('unenrollWorkflow', 'doctor', '--unenroll-workflow');
    await expectFits('imported', 'import', '--portal', 'simulated');
    await expectFits('pulled', 'workflows', 'pull');
    await expectFits('pulled', 'sequences', 'pull');
    await run('simulator', 'act', 'edit-target', '900100', '--with', 'delay:2=5d');
    await expectFits('definitionDiff', 'workflows', 'diff');
    await expectFits('definitionDiff', 'sequences', 'diff');
    await expectFits('definitionTemplate', 'workflows', 'new', 'drip');
    await expectFits('inspection', 'simulator', 'advance', '3d');
    await expectFits('inspection', 'simulator', 'inspect');
    await expectFits('inspection', 'simulator', 'act', 'unenroll', '1041');
    await expectFits('forgotten', 'history', 'forget', '1041', '--auto-approve', ...config);
    await expectFits('error', 'history', 'forget', '1041', ...config);
    await expectFits('imported', 'import', '--portal', 'simulated', '--out', 'imported.yaml');
    await expectFits('inspection', 'simulator', 'reset');
    const made = await rollcallInProcess(
      ['init', '--portal', 'simulated', '--ci', 'none', '--format', 'json'],
      {
        cwd: folderWith({}),
      },
    );
    expect(problemsOf('created', JSON.parse(made.stdout))).toEqual([]);
  });

  it('prints the schema of every document and of the configuration file', async () => {
    const cwd = folderWith({});
    const plan = await rollcallInProcess(['schema', '--of', 'plan'], { cwd });
    expect(JSON.parse(plan.stdout)).toEqual(outputSchema('plan'));
    const definition = await rollcallInProcess(['schema', '--of', 'definition'], { cwd });
    expect(JSON.parse(definition.stdout)).toEqual(definitionSchema);
    const file = await rollcallInProcess(['schema'], { cwd });
    expect(JSON.parse(file.stdout)).toMatchObject({ properties: { version: expect.anything() } });
    const other = await rollcallInProcess(['schema', '--of', 'nothing'], { cwd });
    expect(other).toMatchObject({ exit: 1, stdout: '' });
  });
});

describe.each([
  ['markdown', /^<!-- rollcall:[a-z]+:[\w.-]+ -->\n/u, /\n$/u],
  ['html', /^<!doctype html>\n/u, /<\/html> ?\n?$/u],
])('every command with --format %s', (format, beginning, end) => {
  it('prints one document, also for a failure', async () => {
    const cwd = exampleFolder();
    for (const { args, exit } of [
      { args: ['validate', 'enrollments.yaml'], exit: 0 },
      { args: ['plan', 'nowhere.yaml'], exit: 3 },
      { args: ['plan', 'enrollments.yaml', '--out', 'plan.json', '--detailed-exitcode'], exit: 2 },
      { args: ['show', 'plan.json', '--diff', '--full'], exit: 0 },
      { args: ['show', 'nowhere.json'], exit: 1 },
      { args: ['apply', 'enrollments.yaml', '--auto-approve', '--max-enroll', '1'], exit: 5 },
      { args: ['apply', 'plan.json', '--auto-approve'], exit: 0 },
      { args: ['drift', 'enrollments.yaml'], exit: 0 },
      { args: ['history', ...config], exit: 0 },
      { args: ['unlock', ...config], exit: 0 },
      { args: ['ledger', 'status', ...config], exit: 0 },
      { args: ['resume', ...config], exit: 0 },
      { args: ['doctor', '--unenroll-workflow'], exit: 0 },
      { args: ['workflows', 'pull', '--out', 'w'], exit: 0 },
      { args: ['workflows', 'diff', '--out', 'w'], exit: 0 },
      { args: ['workflows', 'new', 'exit'], exit: 0 },
      { args: ['simulator', 'inspect'], exit: 0 },
      { args: ['simulator', 'act', 'unenroll', '1041'], exit: 0 },
      { args: ['simulator', 'advance', '16m'], exit: 0 },
      { args: ['history', 'forget', '1041', '--auto-approve', ...config], exit: 0 },
      { args: ['import', '--portal', 'simulated', '--out', 'imported.yaml'], exit: 0 },
      { args: ['simulator', 'reset'], exit: 0 },
    ]) {
      const ran = await rollcallInProcess([...args, '--format', format], { cwd });
      expect(ran.exit, `${args.join(' ')}: ${ran.stderr}`).toBe(exit);
      expect(ran.stdout, args.join(' ')).toMatch(beginning);
      expect(ran.stdout, args.join(' ')).toMatch(end);
      expect(ran.stdout.split(/<!doctype html>|<!-- rollcall:/u), args.join(' ')).toHaveLength(2);
    }
  });

  it('shows full email addresses in HTML with --show-emails, and never in markdown', async () => {
    const cwd = exampleFolder();
    const { stdout } = await rollcallInProcess(
      ['plan', 'enrollments.yaml', '--show-emails', '--format', format],
      {
        cwd,
      },
    );
    expect(stdout.includes('ana@northwind.example')).toBe(format === 'html');
  });
});
