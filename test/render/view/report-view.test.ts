import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome, Report } from '../../../src/model/results/report.ts';
import { renderReportHtml } from '../../../src/render/html/report.ts';
import { renderReportJson } from '../../../src/render/json/plan.ts';
import { renderReportMarkdown } from '../../../src/render/markdown/report.ts';
import { renderReport } from '../../../src/render/text/report.ts';
import { reportView } from '../../../src/render/view/report-view.ts';
import { outcome, sampleReport } from '../sample-reports.ts';
import { unchanged } from '../sample-plans.ts';

const outcomes = fc.array(
  fc.record({
    target: fc.constantFrom('sequences.q4-outbound', 'workflows.onboarding'),
    action: fc.constantFrom<Outcome['action']>('enroll', 'unenroll'),
    status: fc.constantFrom<Outcome['status']>('done', 'failed', 'blocked', 'unknown', 'not-attempted'),
    reason: fc.constantFrom('HubSpot confirmed it', 'seen in the account'),
  }),
  { maxLength: 60 },
);

const reports: fc.Arbitrary<Report> = fc.tuple(outcomes, fc.nat(3), fc.boolean()).map(([list, manual, ok]) =>
  sampleReport({
    outcomes: list.map(({ target, action, status, reason }, index) =>
      outcome(`${target}/${1000 + index}`, status, { action, reason }),
    ),
    manual: Array.from({ length: manual }, (_, index) =>
      unchanged('manual', [String(5000 + index), 'a•••@acme.example'], { line: 1, reason: 'no route' }),
    ),
    ...(ok ? {} : { exitCode: 6, exitReasons: ['1 failed'] }),
  }),
);

/** The numbers that precede the words of a headline; a word that is absent has the number zero. */
function countsIn(headline: string): Record<string, number> {
  const number = (pattern: RegExp): number => Number(pattern.exec(headline)?.[1] ?? 0);
  return {
    done: number(/(\d+) of \d+ changes? applied/u),
    planned: number(/\d+ of (\d+) changes? applied/u),
    failed: number(/(\d+) failed/u),
    blocked: number(/(\d+) blocked/u),
    unknown: number(/(\d+) unknown/u),
    notAttempted: number(/(\d+) not attempted/u),
    manual: number(/(\d+) manual/u),
    emails: number(/about (\d+) emails? will leave/u),
  };
}

/** The text of a page, with one space between elements. */
function textOf(html: string): string {
  return html.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
}

test('every format prints the same counts', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const expected = { ...report.counts, manual: report.manual.length, emails: report.emails };
      const text = renderReport(report, { color: false, width: 1_000 });
      const [headline = '', , ...rest] = text.split('\n');
      const emails = rest.find((line) => line.startsWith('Applied:')) ?? '';
      expect(countsIn(`${headline} ${emails}`)).toEqual(expected);
      const markdown = renderReportMarkdown(report);
      expect(countsIn(/^\*\*Apply .*\*\*$/mu.exec(markdown)?.[0] ?? '')).toEqual(expected);
      const html = renderReportHtml(report);
      const header = /<h1>[^]*?<\/header>/u.exec(html)?.[0] ?? '';
      expect(countsIn(textOf(/<h1>[^]*?<p class="verdict/u.exec(header)?.[0] ?? ''))).toEqual(expected);
      const json: unknown = JSON.parse(renderReportJson(report));
      expect(json).toMatchObject({ counts: report.counts, emails: report.emails });
    }),
  );
});

test('every format that lists outcomes of a status prints its title with the count', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const { sections, manual } = reportView(report);
      const pages = [
        renderReport(report, { color: false, width: 1_000 }),
        renderReportMarkdown(report),
        textOf(renderReportHtml(report)),
      ];
      for (const { title, items } of [sections.unknown, sections.failed, sections.blocked, manual]) {
        expect(title).toMatch(new RegExp(`^\\w+: ${items.length}\\b`, 'u'));
        expect(pages.map((page) => page.includes(title))).toEqual(pages.map(() => items.length > 0));
      }
    }),
  );
});

test('the applied changes of the targets add up to those of the report', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const { targets, counts } = reportView(report);
      const numbers = targets.flatMap(({ applied }) => applied.match(/\d+/gu) ?? []);
      expect(numbers.reduce((total, number) => total + Number(number), 0)).toBe(counts.done);
    }),
  );
});

test('an apply is complete exactly when it has no reason for another exit code', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const { complete, headline, exitReasons } = reportView(report);
      expect(complete).toBe(report.exitReasons.length === 0);
      expect(headline[0]).toMatch(complete ? /^Apply complete\. / : /^Apply incomplete\. /);
      expect(exitReasons).not.toEqual([]);
    }),
  );
});
