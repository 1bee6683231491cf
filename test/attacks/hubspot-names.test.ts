/** Names in HubSpot that try to command the CI system or the terminal that shows them, one attempt a line. */
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CliView } from '../../src/cli/views/view.ts';
import { loadView } from '../../src/cli/views/load-view.ts';
import { createProgressLine } from '../../src/cli/progress.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Report } from '../../src/model/report.ts';
import { Failure } from '../../src/model/failure.ts';
import { renderDrift } from '../../src/render/text/drift.ts';
import { renderPlan } from '../../src/render/text/plan.ts';
import { renderReport } from '../../src/render/text/report.ts';
import { logSafe } from '../../src/render/view/safe-text.ts';
import { dangerousPlan, driftPlan, mixedPlan } from '../render/sample-plans.ts';
import { troubledReport } from '../render/sample-reports.ts';
import { commandsIn, hostileNames, unseen } from './ci-commands.ts';

/** What comes from HubSpot, from files, or from the addresses of people. */
const foreign = new Set(['name', 'email', 'reason', 'message', 'help', 'file', 'link', 'subject', 'who']);

/** The same document with a hostile text in each of those places. */
function spoiled<T>(value: T, text: string): T {
  const visit = (one: unknown, key: string): unknown => {
    if (typeof one === 'string') return foreign.has(key) ? text : one;
    if (Array.isArray(one)) return one.map((part) => visit(part, key));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, part]) => [name, visit(part, name)]));
  };
  return visit(value, '') as T;
}

const shown = { diff: true, full: true };

function showAll(view: CliView, text: string): void {
  for (const plan of [mixedPlan, dangerousPlan]) view.plan(spoiled<Plan>(plan, text), shown);
  view.drift(spoiled<Plan>(driftPlan, text), { ...shown, strict: true });
  view.report(spoiled<Report>(troubledReport, text));
  view.log(`GET /crm/v3/owners returned 503, ${text}; retrying in 2 s`);
  view.log(text);
  view.failure(new Failure({ code: 'hubspot-refused', message: text, help: text }));
}

/** All that one format writes, on both streams. */
async function written(format: 'text' | 'json' | 'markdown' | 'html', text: string): Promise<string> {
  let all = '';
  const keep = (chunk: unknown): boolean => {
    all += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  const stderr = Object.assign(Object.create(process.stderr) as NodeJS.WriteStream, { write: keep });
  const line = await createProgressLine(stderr, { quiet: false, plain: true });
  const globals = { format, showEmails: true, logLevel: 'debug' } as const;
  showAll(await loadView(globals, line.log), text);
  line.stop();
  return all;
}

afterEach(() => void vi.restoreAllMocks());

describe.each(['text', 'markdown', 'json', 'html'] as const)(
  'as %s, a name never becomes a command',
  (format) => {
    it.each(hostileNames)('%j', async (name) => {
      const log = await written(format, name);
      // A page is a file, and lines of its style sheet begin like commands.
      if (format === 'html') expect(log).not.toMatch(/##\w*\[/u);
      else expect(commandsIn(log)).toEqual([]);
      // A reader of Markdown, HTML and JSON meets the characters in other ways.
      if (format === 'text') expect(unseen.exec(log)).toBeNull();
    });
  },
);

describe('names that a terminal would not show are shown escaped', () => {
  it.each([
    ['a direction override', 'Q4\u202Ekcatta', String.raw`Q4\u202ekcatta`],
    ['a zero-width space', 'Q4\u200Boutbound', String.raw`Q4\u200boutbound`],
    ['a terminal sequence', 'Q4\u001B[2J', String.raw`Q4\u001b[2J`],
  ])('%s', async (_, name, expected) => {
    expect(await written('text', name)).toContain(expected);
  });
});

describe('JSON', () => {
  it.each(['##[error]x', '##vso[task.x]', '#####[x', '## [x'])(
    'shows %j in another spelling',
    async (name) => {
      vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
      const view = await loadView({ format: 'json', showEmails: false, logLevel: 'info' }, () => undefined);
      view.plan(spoiled<Plan>(mixedPlan, name), shown);
      const text = vi
        .mocked(process.stdout.write)
        .mock.calls.map(([chunk]) => String(chunk))
        .join('');
      expect(commandsIn(text)).toEqual([]);
      const document = JSON.parse(text) as Plan;
      expect(document.changes[0]?.target.name).toBe(name);
    },
  );
});

describe('whatever the name and the width', () => {
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

  it('text never begins a line with a command', () => {
    fc.assert(
      fc.property(name, width, fc.boolean(), (text, columns, color) => {
        const options = { width: columns, color, full: true, diff: true };
        const log = [
          renderPlan(spoiled<Plan>(mixedPlan, text), options),
          renderPlan(spoiled<Plan>(dangerousPlan, text), options),
          renderDrift(spoiled<Plan>(driftPlan, text), { ...options, strict: true }),
          renderReport(spoiled<Report>(troubledReport, text), options),
        ].map(logSafe);
        expect(log.flatMap(commandsIn)).toEqual([]);
        if (!color) expect(unseen.exec(log.join(''))).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('without the last step it sometimes would', () => {
    const text = `a ${'b'.repeat(30)} ::error::wrapped`;
    const lines = renderPlan(spoiled<Plan>(dangerousPlan, text), { width: 40, color: false, full: true });
    expect(commandsIn(lines)).not.toEqual([]);
    expect(commandsIn(logSafe(lines))).toEqual([]);
  });
});
