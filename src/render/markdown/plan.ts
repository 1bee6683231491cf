import type { Severity } from '../../model/diagnostic.ts';
import type { Plan } from '../../model/plan.ts';
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
  /** Where the plan was saved, for the line that says how to apply it. */
  readonly planFile?: string | undefined;
  /** Add the members of each target before and after. */
  readonly diff?: boolean | undefined;
  /** List the unchanged, too. */
  readonly full?: boolean | undefined;
}

/**
 * A plan as a comment or job summary: always fits one, however large the plan is, by showing less.
 * Begins with a hidden marker that stays the same for an account. Addresses are masked, whatever the
 * caller was allowed to see: a comment is kept and mailed around.
 */
export function renderPlanMarkdown(plan: Plan, options: PlanMarkdownOptions): string {
  const view = planSummaryView(plan, options);
  const targets = view.targetCounts;
  const people = plan.changes.length + (options.full ? plan.unchanged.length : countExceptActive(plan));
  const listed = people + targets.length + plan.diagnostics.length;
  const title = escapeText(clipped(view.headline, 1_000));
  const diff = options.diff ? renderPlanDiff(plan, { color: false }) : '';
  return fitToComment(listed, (rung) =>
    joinSections([
      `${commentMarker('plan', plan.portalId)}\n### rollcall plan for account ${plan.portalId}`,
      `**${title}**`,
      rung.targets === 0 || view.emailsToCome === '' ? '' : `${view.emailsToCome}.`,
      cannotApplyNote(plan, view),
      targetTable(targets, { plan, most: rung.targets }),
      ...planLists(plan, { ...options, rung }),
      ...(rung.lines === 0 ? [] : [senderTable(view.senders), diffFold(diff, rung)]),
      ...(Number.isFinite(rung.lines) ? [truncatedNote(plan, options)] : []),
      closingNotes(view),
    ]),
  );
}

function planLists(
  plan: Plan,
  options: PlanMarkdownOptions & { readonly rung: DetailLevel },
): readonly string[] {
  const notes = (severity: Severity): string => diagnosticsOf(plan, severity, options);
  const attention = (table: string): readonly string[] => {
    const parts = [notes('error'), notes('warning'), table].filter((part) => part !== '');
    return parts.length === 0 ? [] : [`#### ${planTitles.attention}`, ...parts];
  };
  const advice = notes('advice');
  const last = advice === '' ? [] : [fold(planTitles.advice, advice, { open: false })];
  if (options.rung.lines === 0) return [...attention(''), ...last];
  const { table, targets } = contactTables(plan, options);
  return [...attention(table), ...targets, ...last];
}

function diagnosticsOf(
  { diagnostics }: Plan,
  severity: Severity,
  options: PlanMarkdownOptions & { readonly rung: DetailLevel },
): string {
  const most = options.rung.notes;
  const own = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  return most === 0
    ? ''
    : diagnosticList(truncateList(own, { head: most, tail: 0 }), sourceUrlAt(options.rung, options));
}

/** Who could be hurt, and everybody else by target. */
function contactTables(
  plan: Plan,
  options: PlanMarkdownOptions & { readonly rung: DetailLevel },
): { readonly table: string; readonly targets: readonly string[] } {
  const { rung, full } = options;
  const to = { links: rung.links ? linksOf(plan) : undefined, sourceUrl: sourceUrlAt(rung, options) };
  const cut = Number.isFinite(rung.lines)
    ? { head: Math.ceil(rung.lines * 0.8), tail: Math.floor(rung.lines * 0.2) }
    : { head: rung.lines, tail: 0 };
  const { attention, targets } = planView(plan, { full, cut });
  const lines = attention.flatMap((item) => (item.type === 'lines' ? [item.lines] : []));
  const hidden = targets.length - rung.targets;
  return {
    table: lines.length === 0 ? '' : lineTable(lines, to),
    targets: [
      ...targets.slice(0, rung.targets).map((target) => targetFold(target, to)),
      ...(hidden > 0 ? [`*${formatNumber(hidden)} more targets; the table above counts them.*`] : []),
    ],
  };
}

function countExceptActive({ unchanged }: Plan): number {
  return unchanged.filter(({ status }) => status !== 'active').length;
}

function truncatedNote({ changes }: Plan, { planFile }: PlanMarkdownOptions): string {
  const again = escapeText(`rollcall show ${planFile ?? 'plan.json'} --format html > plan.html`);
  return `*Not everything fits here: ${formatNumber(changes.length)} changes. To see and search every line: ${again}*`;
}

function closingNotes({ nextSteps }: PlanSummaryView): string {
  return nextSteps.map((sentence) => `<sub>${escapeText(clipped(sentence, 300))}</sub>`).join('<br>\n');
}

/** Returns why a plan cannot be applied, as a prominent box; empty when it can, or has no changes. */
function cannotApplyNote({ diagnostics }: Plan, { readiness }: PlanSummaryView): string {
  if (readiness.state !== 'refused') return '';
  const errors = diagnostics.filter(({ severity }) => severity === 'error').slice(0, 5);
  const why = [readiness.detail, ...errors.map(({ message }) => message)].join(' ');
  return `> [!CAUTION]\n> **${readiness.title}.** ${escapeText(clipped(why, 600))}`;
}

/** Every target in numbers; columns that are zero everywhere are left out. */
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

/** Inboxes beyond this are counted. */
const maxSenders = 100;

/** Whose inbox sends how much, and how full her day is afterwards. */
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

/** Lists up to this length stand open. */
const maxOpenLines = 25;

/** One target's people, folded where they are many. */
function targetFold(view: TargetView, to: LineLinks): string {
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
  return fold(title.join(' · '), lineTable(view.blocks, to) + unchanged, { open: lines <= maxOpenLines });
}
