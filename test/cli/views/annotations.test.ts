import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withAnnotations } from '../../../src/cli/views/annotations.ts';
import type { CliView } from '../../../src/cli/views/view.ts';
import { loadView } from '../../../src/cli/views/load-view.ts';
import type { Diagnostic, Severity } from '../../../src/model/results/diagnostic.ts';
import { safeLine } from '../../../src/render/view/safe-text.ts';
import { folderWith } from '../folder.ts';
import { rollcallInProcess } from '../rollcall-in-process.ts';
import { anyCode } from '../../any-code.ts';

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
    help: 'Remove it.',
    source: { file: 'enrollments.yaml', line: 6, column: 5 },
    ...changes,
  };
}

describe('annotations for GitHub', () => {
  it('name file, line and column relative to the root of the repository', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: '/repo' };
    expect(await linesFor([problem()], env)).toEqual([
      '::error file=crm/enrollments.yaml,line=6,col=5,title=rollcall%3A unknown-key::The key is not known.%0ARemove it.',
    ]);
  });

  it('distinguish errors, warnings and advice, and omit diagnostics without a place', async () => {
    const severities: readonly Severity[] = ['advice', 'warning', 'error'];
    const { source: _, ...placeless } = problem();
    const lines = await linesFor([...severities.map((severity) => problem({ severity })), placeless]);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['::error', '::warning', '::notice']);
  });

  it('are limited to ten per severity, the number that GitHub keeps', async () => {
    const many = Array.from({ length: 50 }, (_, line) =>
      problem({ source: { file: 'a.yaml', line: line + 1, column: 1 } }),
    );
    expect(await linesFor([...many, problem({ severity: 'warning' })])).toHaveLength(11);
  });

  it('are one line for any text, and decode to the same text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        fc.pre(!/@|:\/\/|pat-|token|secret|password|##\w*\[/iu.test(text));
        const [line = '', ...others] = await linesFor([problem({ message: text, code: anyCode(text) })]);
        expect(others).toEqual([]);
        expect(line).not.toMatch(/[\r\n]/u);
        const [, properties = '', data = ''] = /^::error (.*?)::(.*)$/u.exec(line) ?? [];
        const title = properties.split(',').at(-1)?.replace('title=', '') ?? '';
        expect(decode(title)).toBe(`rollcall: ${safeLine(text)}`);
        expect(decode(data)).toBe(`${safeLine(text)}\nRemove it.`);
      }),
    );
  });

  it('mask emails', async () => {
    const [line] = await linesFor([problem({ message: 'ana@northwind.example is listed twice.' })]);
    expect(line).toContain('::a•••@northwind.example is listed twice.');
  });

  it('are on stderr, and only in GitHub Actions', async () => {
    expect(await linesFor([problem()], {})).toEqual([]);
    const cwd = folderWith({ 'enrollments.yaml': 'version: 1\nportal: acme\n' });
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

function decode(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '%0A': '\n',
    '%0D': '\r',
    '%3A': ':',
    '%2C': ',',
    '%25': '%',
  };
  return text.replace(/%(?:0A|0D|3A|2C|25)/gu, (code) => signs[code] ?? '');
}
