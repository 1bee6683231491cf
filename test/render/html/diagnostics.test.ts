/** The page of files that are not valid: excerpts as on the terminal. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/results/diagnostic.ts';
import { renderDiagnosticsHtml } from '../../../src/render/html/diagnostics.ts';
import { renderDiagnostics } from '../../../src/render/text/diagnostics.ts';

const problem = (line: number, column: number): Diagnostic => ({
  code: 'unknown-key',
  severity: 'error',
  message: 'There is no such key.',
  help: 'Remove it.',
  source: { file: 'e.yaml', line, column },
});

const texts = new Map([
  ['e.yaml', 'version: 1\nmebers:\n  - ana@northwind.example <b> & "c"\n\n名前: "x" # y\n'],
]);

describe('an excerpt on the page', () => {
  it.each([
    ['of a short line', problem(2, 1)],
    ['of a line with markup and an email', problem(3, 5)],
    ['after wide characters', problem(5, 5)],
  ])('is the excerpt of the terminal: %s', (_, diagnostic) => {
    const terminal = renderDiagnostics([diagnostic], { color: false, width: 100, texts });
    const lines = terminal.split('\n').filter((line) => /^ +\d* \|/u.test(line));
    expect(lines).toHaveLength(2);
    const [, shown = ''] =
      /<pre class="excerpt" tabindex="0">(.*?)<\/pre>/su.exec(renderDiagnosticsHtml([diagnostic], texts)) ??
      [];
    const text = shown
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    expect(text.split('\n')).toEqual(lines);
    expect(text).not.toContain('ana@');
  });

  it.each([
    ['of a blank line', problem(4, 1), texts],
    ['of a line that the file does not have', problem(99, 1), texts],
    ['of a file whose text is not known', problem(2, 1), new Map<string, string>()],
  ])('is left out: %s', (_, diagnostic, known) => {
    expect(renderDiagnosticsHtml([diagnostic], known)).not.toContain('class="excerpt"');
  });
});
