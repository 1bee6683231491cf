/** Attacks through names in HubSpot that contain commands for a CI system or terminal. Each table row is one attempt. */
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CliView } from '../../src/cli/views/view.ts';
import { loadView } from '../../src/cli/views/load-view.ts';
import { createProgressLine } from '../../src/cli/progress.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Report } from '../../src/model/results/report.ts';
import { Failure } from '../../src/model/failure.ts';
import { renderDrift } from '../../src/render/text/drift.ts';
import { renderPlan } from '../../src/render/text/plan.ts';
import { renderReport } from '../../src/render/text/report.ts';
import { logSafe } from '../../src/render/view/safe-text.ts';
import { dangerousPlan, driftPlan, mixedPlan } from '../render/sample-plans.ts';
import { troubledReport } from '../render/sample-reports.ts';
import { commandsIn, hostileNames, unsafeCharacter } from './ci-commands.ts';

/** The keys with text from HubSpot, from files, or from email addresses. */
const untrustedKeys = new Set([
  'name',
  'email',
  'reason',
  'message',
  'help',
  'file',
  'link',
  'subject',
  'who',
]);

/** Returns the document with `text` as the value of every untrusted key. */
function withUntrustedText<T>(value: T, text: string): T {
  const visit = (node: unknown, key: string): unknown => {
    if (typeof node === 'string') return untrustedKeys.has(key) ? text : node;
    if (Array.isArray(node)) return node.map((part) => visit(part, key));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([name, part]) => [name, visit(part, name)]));
  };
  return visit(value, '') as T;
}

const displayOptions = { diff: true, full: true };

function showAll(view: CliView, text: string): void {
  for (const plan of [mixedPlan, dangerousPlan])
    view.plan(withUntrustedText<Plan>(plan, text), displayOptions);
  view.drift(withUntrustedText<Plan>(driftPlan, text), { ...displayOptions, strict: true });
  view.report(withUntrustedText<Report>(troubledReport, text), displayOptions);
  view.log(`GET /crm/owners/2026-09 returned 503, ${text}; retrying in 2 s`);
  view.log(text);
  view.failure(new Failure({ code: 'hubspot-refused', message: text, help: text }));
}

/** Returns all that a format writes to stdout and stderr. */
async function outputOf(format: 'text' | 'json' | 'markdown' | 'html', text: string): Promise<string> {
  let output = '';
  const record = (chunk: unknown): boolean => {
    output += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(record);
  const stderr = Object.assign(Object.create(process.stderr) as NodeJS.WriteStream, { write: record });
  const line = await createProgressLine(stderr, { quiet: false, plain: true });
  const globals = { format, showEmails: true, logLevel: 'debug' } as const;
  showAll(await loadView(globals, line.log), text);
  line.stop();
  return output;
}

afterEach(() => void vi.restoreAllMocks());

describe.each(['text', 'markdown', 'json', 'html'] as const)(
  'in %s output, a name does not become a command',
  (format) => {
    it.each(hostileNames)('%j', async (name) => {
      const log = await outputOf(format, name);
      // HTML output is a file, not a log, and lines of its style sheet begin with `::`.
      if (format === 'html') expect(log).not.toMatch(/##\w*\[/u);
      else expect(commandsIn(log)).toEqual([]);
      // Only text output escapes these characters. The other formats are not printed to a terminal as they are.
      if (format === 'text') expect(unsafeCharacter.exec(log)).toBeNull();
    });
  },
);

describe('names with invisible characters are escaped', () => {
  it.each([
    ['a direction override', 'Q4\u202Ekcatta', String.raw`Q4\u202ekcatta`],
    ['a zero-width space', 'Q4\u200Boutbound', String.raw`Q4\u200boutbound`],
    ['a terminal sequence', 'Q4\u001B[2J', String.raw`Q4\u001b[2J`],
  ])('%s', async (_, name, expected) => {
    expect(await outputOf('text', name)).toContain(expected);
  });
});

describe('JSON', () => {
  it.each(['##[error]x', '##vso[task.x]', '#####[x', '## [x'])('escapes %j', async (name) => {
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const view = await loadView({ format: 'json', showEmails: false, logLevel: 'info' }, () => undefined);
    view.plan(withUntrustedText<Plan>(mixedPlan, name), displayOptions);
    const text = vi
      .mocked(process.stdout.write)
      .mock.calls.map(([chunk]) => String(chunk))
      .join('');
    expect(commandsIn(text)).toEqual([]);
    const document = JSON.parse(text) as Plan;
    expect(document.changes[0]?.target.name).toBe(name);
  });
});

describe('for any name and width', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '::',
      ':',
      '##[',
      '##',
      '[',
      '##vso[',
      ' ',
      '\n',
      '\r',
      '\t',
      '\u001B[31m',
      'error',
      '::error::',
      'Q4',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const name = fc.array(part, { minLength: 1, maxLength: 14 }).map((parts) => parts.join(''));
  const width = fc.integer({ min: 20, max: 120 });

  it('text output contains no command', () => {
    fc.assert(
      fc.property(name, width, fc.boolean(), (text, columns, color) => {
        const options = { width: columns, color, full: true, diff: true };
        const log = [
          renderPlan(withUntrustedText<Plan>(mixedPlan, text), options),
          renderPlan(withUntrustedText<Plan>(dangerousPlan, text), options),
          renderDrift(withUntrustedText<Plan>(driftPlan, text), { ...options, strict: true }),
          renderReport(withUntrustedText<Report>(troubledReport, text), options),
        ].map(logSafe);
        expect(log.flatMap(commandsIn)).toEqual([]);
        if (!color) expect(unsafeCharacter.exec(log.join(''))).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('text output without `logSafe` can contain a command', () => {
    const text = `a ${'b'.repeat(30)} ::error::wrapped`;
    const lines = renderPlan(withUntrustedText<Plan>(dangerousPlan, text), {
      width: 40,
      color: false,
      full: true,
    });
    expect(commandsIn(lines)).not.toEqual([]);
    expect(commandsIn(logSafe(lines))).toEqual([]);
  });
});
