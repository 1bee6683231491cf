import type { OutcomeStatus, Report } from '../../model/report.ts';
import { count, formatNumber } from '../view/format.ts';
import { keptLine, type Line, outcomeWithHelp } from '../view/line.ts';
import { linksOf } from '../view/links.ts';
import { mapShown, shorten } from '../view/truncated-list.ts';
import { clipped, fit, fold, marker, type Rung, sections } from './document.ts';
import { type Sources, sourcesOn, words } from './inline.ts';
import { lineTable } from './line-list.ts';

/** What an apply did, as a comment or job summary that always fits: what a person has to do comes first. */
export function renderReportMarkdown(report: Report, options: Sources = {}): string {
  return fit(report.outcomes.length + report.manual.length, (rung) =>
    sections([
      `${marker('report', report.portalId)}\n### rollcall apply for account ${report.portalId}`,
      `**${sum(report)}**`,
      ...exit(report),
      ...parts.map(({ status, title }) => part(title, ofStatus(report, status), { report, rung, options })),
      part('Manual: no route can unenroll these contacts', manual(report), { report, rung, options }),
      donePart(report, { rung, options }),
      `<sub>${which(report)}</sub>`,
    ]),
  );
}

interface Shown {
  readonly rung: Rung;
  readonly options: Sources;
}

const parts: readonly { readonly status: OutcomeStatus; readonly title: string }[] = [
  { status: 'unknown', title: 'Unknown: look at these people in HubSpot, then say what you found' },
  { status: 'failed', title: 'Failed' },
  { status: 'blocked', title: 'Blocked' },
  { status: 'not-attempted', title: 'Not attempted' },
];

function sum({ counts, emails }: Report): string {
  const all =
    `${formatNumber(counts.planned)} planned = ${formatNumber(counts.done)} done` +
    ` + ${formatNumber(counts.failed)} failed + ${formatNumber(counts.blocked)} blocked` +
    ` + ${formatNumber(counts.unknown)} unknown + ${formatNumber(counts.notAttempted)} not attempted`;
  return emails > 0 ? `${all}; about ${count(emails, 'email')} will leave` : all;
}

function exit({ exitCode, exitReasons }: Report): readonly string[] {
  if (exitReasons.length === 0) return [];
  const reasons = exitReasons.slice(0, 10).map((reason) => words(clipped(reason, 300)));
  return [`> [!WARNING]\n> **Exit code ${exitCode}.** ${reasons.join('; ')}`];
}

function which({ run, requests, planId }: Report): string {
  const number = run === undefined ? 'Nothing to do' : `Run ${run}`;
  return `${number}, ${count(requests, 'request')} to HubSpot, plan ${words(planId)}`;
}

function ofStatus(report: Report, status: OutcomeStatus): readonly Line[] {
  return report.outcomes.filter((outcome) => outcome.status === status).map(outcomeWithHelp);
}

function manual(report: Report): readonly Line[] {
  return report.manual.map((unchanged) => keptLine(unchanged, { withTarget: true }));
}

function part(
  title: string,
  lines: readonly Line[],
  { report, rung, options }: { readonly report: Report } & Shown,
): string {
  if (lines.length === 0) return '';
  const heading = `#### ${title}: ${formatNumber(lines.length)}`;
  return rung.lines === 0 ? heading : `${heading}\n\n${tableOf(lines, { report, rung, options })}`;
}

function donePart(report: Report, { rung, options }: Shown): string {
  const done = ofStatus(report, 'done');
  if (done.length === 0 || rung.lines === 0) return '';
  return fold(`${formatNumber(done.length)} done`, tableOf(done, { report, rung, options }), { open: false });
}

function tableOf(
  lines: readonly Line[],
  { report, rung, options }: { readonly report: Report } & Shown,
): string {
  const shown = mapShown(shorten(lines, { head: rung.lines, tail: 0 }), (line) => line);
  return lineTable([shown], {
    links: rung.links ? linksOf(report) : undefined,
    sourceUrl: sourcesOn(rung, options),
  });
}
