import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withAnnotations } from '../../src/cli/views/annotations.ts';
import type { CliView } from '../../src/cli/views/view.ts';
import { loadView } from '../../src/cli/views/load-view.ts';
import type { Diagnostic, Severity } from '../../src/model/diagnostic.ts';
import { safeLine } from '../../src/render/view/safe-text.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { anyCode } from '../any-code.ts';

const globals = { format: 'json', showEmails: false, logLevel: 'info' } as const;

async function linesFor(
  diagnostics: readonly Diagnostic[],
  env: Readonly<Record<string, string>> = { GITHUB_ACTIONS: 'true' },
): Promise<readonly string[]> {
  const lines: string[] = [];
  const inner: CliView = { ...(await loadView(globals, () => undefined)), validation: () => undefined };
  const view = withAnnotations(inner, { env, cwd: '/repo/crm', log: (line) => lines.push(line) });
  view.validation({ diagnostics, texts: new Map() });
  return lines;
}

function problem(changes: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: 'unknown-key',
    severity: 'error',
    message: 'The key is not known.',
    help: 'Take it out.',
    source: { file: 'enrollments.yaml', line: 6, column: 5 },
    ...changes,
  };
}

describe('annotations for GitHub', () => {
  it('name file, line and column below the root of the repository', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: '/repo' };
    expect(await linesFor([problem()], env)).toEqual([
      '::error file=crm/enrollments.yaml,line=6,col=5,title=rollcall%3A unknown-key::The key is not known.%0ATake it out.',
    ]);
  });

  it('tell errors, warnings and advice apart, and leave out what has no place', async () => {
    const severities: readonly Severity[] = ['advice', 'warning', 'error'];
    const { source: _, ...placeless } = problem();
    const lines = await linesFor([...severities.map((severity) => problem({ severity })), placeless]);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['::error', '::warning', '::notice']);
  });

  it('are at most ten of each kind, as many as GitHub keeps', async () => {
    const many = Array.from({ length: 50 }, (_, line) =>
      problem({ source: { file: 'a.yaml', line: line + 1, column: 1 } }),
    );
    expect(await linesFor([...many, problem({ severity: 'warning' })])).toHaveLength(11);
  });

  it('are one line whatever the text, which GitHub reads back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        fc.pre(!/@|:\/\/|pat-|token|secret|password|##\w*\[/iu.test(text));
        const [line = '', ...others] = await linesFor([problem({ message: text, code: anyCode(text) })]);
        expect(others).toEqual([]);
        expect(line).not.toMatch(/[\r\n]/u);
        const [, properties = '', data = ''] = /^::error (.*?)::(.*)$/u.exec(line) ?? [];
        const title = properties.split(',').at(-1)?.replace('title=', '') ?? '';
        expect(readBack(title)).toBe(`rollcall: ${safeLine(text)}`);
        expect(readBack(data)).toBe(`${safeLine(text)}\nTake it out.`);
      }),
    );
  });

  it('mask addresses', async () => {
    const [line] = await linesFor([problem({ message: 'ana@northwind.example is listed twice.' })]);
    expect(line).toContain('::a•••@northwind.example is listed twice.');
  });

  it('are on stderr, and nowhere else than in GitHub Actions', async () => {
    expect(await linesFor([problem()], {})).toEqual([]);
    const cwd = folderWith({ 'enrollments.yaml': 'version: 1\nportal: nobody\n' });
    const args = ['plan', '--format', 'json'];
    const inActions = await rollcallInProcess(args, {
      cwd,
      env: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd },
    });
    expect(inActions.stderr).toMatch(/^::error file=enrollments\.yaml,line=2,col=9,/u);
    expect(() => void JSON.parse(inActions.stdout)).not.toThrow();
    expect(await rollcallInProcess(args, { cwd })).toMatchObject({ stdout: inActions.stdout, stderr: '' });
  });
});

function readBack(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '%0A': '\n',
    '%0D': '\r',
    '%3A': ':',
    '%2C': ',',
    '%25': '%',
  };
  return text.replace(/%(?:0A|0D|3A|2C|25)/gu, (code) => signs[code] ?? '');
}
