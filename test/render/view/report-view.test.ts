import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome, Report } from '../../../src/model/results/report.ts';
import { renderReportHtml } from '../../../src/render/html/report.ts';
import { renderReportJson } from '../../../src/render/json/plan.ts';
import { renderReportMarkdown } from '../../../src/render/markdown/report.ts';
import { renderReport } from '../../../src/render/text/report.ts';
import { reportView } from '../../../src/render/view/report-view.ts';
import { cleanReport, outcome, partialReport, sampleReport, troubledReport } from '../sample-reports.ts';
import { unchanged } from '../sample-plans.ts';

const outcomes = fc.array(
  fc.record({
    target: fc.constantFrom('sequences.q4-outbound', 'workflows.onboarding'),
    action: fc.constantFrom<Outcome['action']>('enroll', 'unenroll'),
    status: fc.constantFrom<Outcome['status']>('done', 'failed', 'blocked', 'unknown', 'not-attempted'),
    evidence: fc.constantFrom<Outcome['evidence'] & string>('confirmed', 'read-back', 'accepted'),
    reason: fc.constantFrom('HubSpot confirmed it', 'seen in the account'),
  }),
  { maxLength: 60 },
);

const reports: fc.Arbitrary<Report> = fc.tuple(outcomes, fc.nat(3), fc.boolean()).map(([list, manual, ok]) =>
  sampleReport({
    outcomes: list.map(({ target, ...change }, index) =>
      outcome(`${target}/${1000 + index}`, change.status, change),
    ),
    manual: Array.from({ length: manual }, (_, index) =>
      unchanged('manual', [String(5000 + index), 'a•••@acme.example'], { line: 1, reason: 'no route' }),
    ),
    ...(ok ? {} : { exitCode: 6, exitReasons: ['1 change failed'] }),
  }),
);

/** The numbers that precede the words of a report; a word that is absent has the number zero. */
function countsIn(text: string): Record<string, number> {
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  return {
    done: number(/(\d+) of \d+ changes? applied/u),
    planned: number(/\d+ of (\d+) changes? applied/u),
    failed: number(/(\d+) failed/u),
    blocked: number(/(\d+) blocked/u),
    unknown: number(/(\d+) unknown/u),
    notAttempted: number(/(\d+) not attempted/u),
    manual: number(/(\d+) manual/u),
  };
}

/** The text of a page, with one space between elements. */
function textOf(html: string): string {
  return html.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
}

const wide = { color: false, width: 1_000 };

test('every format prints the same counts', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const expected = { ...report.counts, manual: report.manual.length };
      expect(countsIn(renderReport(report, wide).split('\n')[0] ?? '')).toEqual(expected);
      const markdown = renderReportMarkdown(report);
      expect(countsIn(/^\*\*Apply .*\*\*$/mu.exec(markdown)?.[0] ?? '')).toEqual(expected);
      const header = /<h1>[^]*?<\/ul>/u.exec(renderReportHtml(report))?.[0] ?? '';
      expect(countsIn(textOf(header))).toEqual(expected);
      const json: unknown = JSON.parse(renderReportJson(report));
      expect(json).toMatchObject({ counts: report.counts, emails: report.emails });
      const { emails, evidence } = reportView(report);
      const sentences = [emails, evidence].filter(Boolean).map((one) => one.slice(1));
      for (const page of [renderReport(report, wide), markdown, textOf(header)])
        for (const sentence of sentences) expect(page).toContain(sentence);
    }),
  );
});

test('every format prints each section that is not empty, with its count', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const { sections, unknown, applied } = reportView(report);
      const pages = [
        renderReport(report, wide),
        renderReportMarkdown(report),
        textOf(renderReportHtml(report)),
      ];
      const amounts = {
        ...report.counts,
        manual: report.manual.length,
        'not-attempted': report.counts.notAttempted,
      };
      expect(sections.map(({ id, amount }) => [id, amount])).toEqual(
        (['failed', 'blocked', 'manual', 'not-attempted'] as const)
          .map((id) => [id, amounts[id]])
          .filter(([, amount]) => amount !== 0),
      );
      const titles = [
        ...sections.map(({ title, groups, amount }) => {
          expect(groups.reduce((total, { entries }) => total + entries.length, 0)).toBe(amount);
          return title;
        }),
        ...(unknown.items.length > 0 ? [unknown.title] : []),
        ...(report.counts.done > 0 && report.exitReasons.length > 0 ? [applied.title] : []),
      ];
      for (const title of titles) {
        expect(title).toMatch(/^[A-Z][a-z ]+: [1-9]\d*\b/u);
        expect(pages.map((page) => page.includes(title))).toEqual([true, true, true]);
      }
    }),
  );
});

test('the applied changes of the targets add up to those of the report', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const { applied, shares } = reportView(report);
      const numbers = applied.targets.flatMap(({ amounts }) => amounts.join(' ').match(/\d+/gu) ?? []);
      expect(numbers.reduce((total, number) => total + Number(number), 0)).toBe(report.counts.done);
      expect(shares.reduce((total, { amount }) => total + amount, 0)).toBe(report.counts.planned);
    }),
  );
});

test('an apply is complete only if it has no reason for another exit code, and nothing is blocked or waits', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const { exitReasons, counts } = report;
      const { state, title, exit, result } = reportView(report);
      const expected =
        exitReasons.length > 0
          ? 'incomplete'
          : counts.blocked + counts.notAttempted > 0
            ? 'finished'
            : 'complete';
      expect([state, title]).toEqual([expected, `Apply ${expected}`]);
      expect(exit).toBe(expected === 'incomplete' ? 'Exit code 6: 1 change failed' : '');
      expect(/: \d+ (?:un)?enrolled/u.test(result)).toBe(expected === 'complete' && counts.done > 0);
    }),
  );
});

describe('the emails of a report', () => {
  test.each([
    [{ emails: 0 }, ''],
    [
      { emails: 43, emailsToday: 15, emailsUntil: '2026-11-11' },
      '15 emails leave today, about 43 until 2026-11-11',
    ],
    [
      { emails: 3, emailsToday: 1, emailsUntil: '2026-11-11' },
      '1 email leaves today, about 3 until 2026-11-11',
    ],
    [{ emails: 2, emailsToday: 2, emailsUntil: '2026-11-02' }, '2 emails leave today'],
    [
      { emails: 2, emailsToday: 0, emailsUntil: '2026-11-04' },
      'about 2 emails leave until 2026-11-04, none of them today',
    ],
    [{ emails: 9 }, 'about 9 emails will leave; HubSpot does not show all of their days'],
  ])('%j', (parts, expected) => {
    expect(reportView(sampleReport({ outcomes: [], ...parts })).emails).toBe(expected);
  });
});

describe('what to do next', () => {
  const commands = (report: Report) =>
    reportView(report).next.map((one) => ('command' in one ? one.command : one.text));

  test('offers to undo a run that enrolled a contact, unless it is an undo itself or an outcome is unknown', () => {
    const undo = 'rollcall apply --undo-run 1';
    expect(commands(cleanReport)).toEqual([undo]);
    expect(commands({ ...cleanReport, undoRun: 3 })).toEqual([]);
    expect(commands(sampleReport({ outcomes: cleanReport.outcomes.slice(0, 1) }))).toEqual([]);
    const { run: _run, ...unrecorded } = cleanReport;
    expect(commands(unrecorded)).toEqual([]);
    expect(commands(troubledReport)).not.toContain(undo);
  });

  test('names the retry, and a contact with a response', () => {
    expect(commands(partialReport)).toEqual([
      'fix the 2 causes above, then run `rollcall apply` again. It retries the 2 failed changes; the contact that was enrolled is not enrolled again.',
      'rollcall history 1042',
      'rollcall apply --undo-run 1',
    ]);
    const files = ['accounts/eu/a.yaml', 'more people.yaml'];
    const named = "rollcall apply accounts/eu/a.yaml 'more people.yaml'";
    expect(commands({ ...partialReport, files }).join('\n')).toContain(`${named} --undo-run 1`);
    expect(commands({ ...partialReport, files, undoRun: 3 })[0]).toContain(`\`${named} --undo-run 3\``);
    expect(commands({ ...partialReport, undoRun: 3 })[0]).toContain('`rollcall apply --undo-run 3`');
  });
});

test('contacts with the same cause in the same target are one group, with one help', () => {
  const cause = partialReport.outcomes.find(({ status }) => status === 'failed');
  const outcomes = partialReport.outcomes.map((one) =>
    one.status === 'failed' && cause ? { ...one, reason: cause.reason, help: cause.help ?? '' } : one,
  );
  const [failed] = reportView({ ...partialReport, outcomes }).sections;
  expect(failed?.groups.map(({ reason, entries }) => [reason, entries.length])).toEqual([
    ['nina@acme.example has no connected inbox', 2],
  ]);
  const same = outcomes.map((one) =>
    one.response ? { ...one, response: { request: 'x', status: 400 } } : one,
  );
  const [group] = reportView({ ...partialReport, outcomes: same }).sections[0]?.groups ?? [];
  expect([group?.response, ...(group?.entries ?? []).map(({ response }) => response)]).toEqual([
    '400',
    undefined,
    undefined,
  ]);
});

describe('an unknown outcome', () => {
  const itemOf = (parts: Partial<Outcome>) =>
    reportView(
      sampleReport({ outcomes: [outcome('sequences.q4/1046', 'unknown', { reason: 'lost', ...parts })] }),
    ).unknown;

  test('has the steps that settle it', () => {
    const target = { kind: 'sequence', key: 'q4', id: '1', name: 'Q4' } as const;
    expect(itemOf({ target }).items[0]).toMatchObject({
      text: 'lost. rollcall does not send it again.',
      steps: {
        link: 'https://app.hubspot.com/contacts/99000001/record/0-1/1046',
        condition: 'If the contact was enrolled in "Q4"',
        command: 'rollcall resolve sequences.q4/1046 --enrolled',
        otherwise: 'rollcall resolve sequences.q4/1046 --not-enrolled',
      },
    });
    expect(itemOf({ action: 'unenroll' }).items[0]?.steps?.condition).toBe(
      'If the contact is still enrolled in sequences.q4',
    );
  });

  test('keeps a help that has no such command', () => {
    expect(itemOf({ help: 'Run apply again.' }).items[0]?.help).toBe('Run apply again.');
    expect(
      itemOf({ help: 'then: rollcall resolve sequences.q4/1046 --enrolled' }).items[0]?.help,
    ).toBeUndefined();
  });

  test('of an archive has no steps', () => {
    const { title, items } = itemOf({ action: 'archive', help: 'Check whether the workflow still exists.' });
    expect(title).toBe('Unknown: 1. rollcall does not know whether HubSpot applied this change.');
    expect(items[0]).toMatchObject({ text: 'lost.', help: 'Check whether the workflow still exists.' });
    expect(items[0]).not.toHaveProperty('steps');
  });
});
