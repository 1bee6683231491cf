import type { Severity } from '../../model/results/diagnostic.ts';
import type { Plan } from '../../model/results/plan.ts';
import { renderPlanDiff } from '../text/plan-diff.ts';
import type { SenderLoad } from '../view/email-load.ts';
import { count, formatNumber, countPeople } from '../view/format.ts';
import { linksOf } from '../view/links.ts';
import {
  type PlanSummaryView,
  planSummaryView,
  planTitles,
  planView,
  type TargetView,
} from '../view/plan-view.ts';
import { lineStatuses, statusWord, type TargetCounts } from '../view/target-counts.ts';
import { truncateList } from '../view/truncated-list.ts';
import {
  clipped,
  diffFold,
  fitToComment,
  fold,
  markdownTable,
  commentMarker,
  type DetailLevel,
  joinSections,
} from './document.ts';
import { code, htmlText, link, type SourceOptions, sourceUrlAt, escapeText } from './inline.ts';
import { type LineLinks, lineTable, diagnosticList } from './line-list.ts';

interface PlanMarkdownOptions extends SourceOptions {
  /** The file of the saved plan, for the command that applies it. */
  readonly planFile?: string | undefined;
  /** Add the members of each target before and after the apply. */
  readonly diff?: boolean | undefined;
  /** List active contacts, too. */
  readonly full?: boolean | undefined;
}

/**
 * Renders a plan as a comment or job summary. Large plans show fewer details, so that it always fits. Begins with a
 * hidden marker that is the same for all plans of an account. Emails are masked even with `--show-emails`, because
 * comments are stored and sent as notifications.
 */
export function renderPlanMarkdown(plan: Plan, options: PlanMarkdownOptions): string {
  const view = planSummaryView(plan, options);
  const targets = view.targetCounts;
  const people = plan.changes.length + (options.full ? plan.unchanged.length : countExceptActive(plan));
  const listed = people + targets.length + plan.diagnostics.length;
  const title = escapeText(clipped(view.headline, 1_000));
  const diff = options.diff ? renderPlanDiff(plan, { color: false }) : '';
  return fitToComment(listed, (level) =>
    joinSections([
      `${commentMarker('plan', plan.portalId)}\n### rollcall plan for account ${plan.portalId}`,
      `**${title}**`,
      level.targets === 0 || view.emailsToCome === '' ? '' : `${view.emailsToCome}.`,
      cannotApplyNote(plan, view),
      targetTable(targets, { plan, most: level.targets }),
      ...planLists(plan, { ...options, level }),
      ...(level.lines === 0 ? [] : [senderTable(view.senders), diffFold(diff, level)]),
      ...(Number.isFinite(level.lines) ? [truncatedNote(plan, options)] : []),
      closingNotes(view),
    ]),
  );
}

function planLists(
  plan: Plan,
  options: PlanMarkdownOptions & { readonly level: DetailLevel },
): readonly string[] {
  const notes = (severity: Severity): string => diagnosticsOf(plan, severity, options);
  const attention = (table: string): readonly string[] => {
    const parts = [notes('error'), notes('warning'), table].filter((part) => part !== '');
    return parts.length === 0 ? [] : [`#### ${planTitles.attention}`, ...parts];
  };
  const advice = notes('advice');
  const last = advice === '' ? [] : [fold(planTitles.advice, advice, { open: false })];
  if (options.level.lines === 0) return [...attention(''), ...last];
  const { table, targets } = contactTables(plan, options);
  return [...attention(table), ...targets, ...last];
}

function diagnosticsOf(
  { diagnostics }: Plan,
  severity: Severity,
  options: PlanMarkdownOptions & { readonly level: DetailLevel },
): string {
  const most = options.level.notes;
  const own = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  return most === 0
    ? ''
    : diagnosticList(truncateList(own, { head: most, tail: 0 }), sourceUrlAt(options.level, options));
}

/** Returns the entries to review first, and the sections of the targets. */
function contactTables(
  plan: Plan,
  options: PlanMarkdownOptions & { readonly level: DetailLevel },
): { readonly table: string; readonly targets: readonly string[] } {
  const { level, full } = options;
  const lineLinks = {
    links: level.links ? linksOf(plan) : undefined,
    sourceUrl: sourceUrlAt(level, options),
  };
  const cut = Number.isFinite(level.lines)
    ? { head: Math.ceil(level.lines * 0.8), tail: Math.floor(level.lines * 0.2) }
    : { head: level.lines, tail: 0 };
  const { attention, targets } = planView(plan, { full, cut });
  const lines = attention.flatMap((item) => (item.type === 'lines' ? [item.lines] : []));
  const hidden = targets.length - level.targets;
  return {
    table: lines.length === 0 ? '' : lineTable(lines, lineLinks),
    targets: [
      ...targets.slice(0, level.targets).map((target) => targetFold(target, lineLinks)),
      ...(hidden > 0 ? [`*${formatNumber(hidden)} more targets; the table above counts them.*`] : []),
    ],
  };
}

function countExceptActive({ unchanged }: Plan): number {
  return unchanged.filter(({ status }) => status !== 'active').length;
}

function truncatedNote({ changes }: Plan, { planFile }: PlanMarkdownOptions): string {
  const command = escapeText(`rollcall show ${planFile ?? 'plan.json'} --format html > plan.html`);
  return `*This is truncated: the plan has ${formatNumber(changes.length)} changes. To search all of them: ${command}*`;
}

function closingNotes({ nextSteps }: PlanSummaryView): string {
  return nextSteps.map((sentence) => `<sub>${escapeText(clipped(sentence, 300))}</sub>`).join('<br>\n');
}

/** Returns why a plan cannot be applied, as a prominent box; empty when it can, or has no changes. */
function cannotApplyNote({ diagnostics }: Plan, { readiness }: PlanSummaryView): string {
  if (readiness.state !== 'refused') return '';
  const errors = diagnostics.filter(({ severity }) => severity === 'error').slice(0, 5);
  const reasons = [readiness.detail, ...errors.map(({ message }) => message)].join(' ');
  return `> [!CAUTION]\n> **${readiness.title}.** ${escapeText(clipped(reasons, 600))}`;
}

/** Returns the counts of every target, without columns of zeros. */
function targetTable(
  targets: readonly TargetCounts[],
  { plan, most }: { readonly plan: Plan; readonly most: number },
): string {
  const shown = targets.slice(0, most);
  if (shown.length === 0) return '';
  const links = linksOf(plan);
  const table = markdownTable(
    ['target', ...lineStatuses.map(statusWord)],
    shown.map(({ address, target, counts }) => [
      link(code(address), links.target(target)) +
        (target.name === undefined ? '' : `<br>${escapeText(target.name)}`),
      ...lineStatuses.map((status) => (counts[status] === 0 ? '' : formatNumber(counts[status]))),
    ]),
    new Set(lineStatuses.map((_, index) => index + 1)),
  );
  const hidden = targets.length - shown.length;
  return hidden === 0 ? table : `${table}\n\n*${formatNumber(hidden)} more targets*`;
}

/** More senders than this are only counted. */
const maxSenders = 100;

/** Returns the enrollments and emails of each sender, and the sender's enrollments today against the daily limit. */
function senderTable(loads: readonly SenderLoad[]): string {
  if (loads.length === 0) return '';
  const table = markdownTable(
    ['sender', 'people', 'emails', 'today'],
    loads
      .slice(0, maxSenders)
      .map(({ sender, enrollments, emails, day }) => [
        code(sender),
        formatNumber(enrollments),
        formatNumber(emails),
        day === undefined
          ? ''
          : `${formatNumber(day.sent + enrollments)} of ${formatNumber(day.allowance)} enrollments`,
      ]),
    new Set([1, 2]),
  );
  const hidden = loads.length - maxSenders;
  const rest = hidden > 0 ? `\n\n*${formatNumber(hidden)} more senders*` : '';
  return fold(count(loads.length, 'sender'), table + rest, { open: loads.length <= 5 });
}

/** Sections with up to this many lines are open. */
const maxOpenLines = 25;

/** Returns the section of one target, closed if it is long. */
function targetFold(view: TargetView, lineLinks: LineLinks): string {
  const { name } = view.target;
  const lines = view.blocks.reduce(
    (sum, { first, hidden, last }) => sum + first.length + hidden + last.length,
    0,
  );
  const title = [
    `<b>${htmlText(view.address)}</b>`,
    ...(name === undefined ? [] : [htmlText(name)]),
    countPeople(lines),
  ];
  const unchanged = view.unchanged === '' ? '' : `\n\n${escapeText(clipped(view.unchanged, 500))}`;
  return fold(title.join(' · '), lineTable(view.blocks, lineLinks) + unchanged, {
    open: lines <= maxOpenLines,
  });
}
