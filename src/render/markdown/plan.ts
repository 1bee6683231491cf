import type { Severity } from '../../model/diagnostic.ts';
import type { Plan } from '../../model/plan.ts';
import { renderPlanDiff } from '../text/plan-diff.ts';
import { linksOf } from '../view/links.ts';
import { mailTimeline } from '../view/email-load.ts';
import { planView } from '../view/plan-view.ts';
import { shorten } from '../view/truncated-list.ts';
import { targetCounts } from '../view/target-counts.ts';
import { formatNumber } from '../view/format.ts';
import { headline } from '../view/headline.ts';
import { mailsToCome } from '../wording/mails-to-come.ts';
import { nextSteps } from '../view/next-steps.ts';
import { diffFold } from './diff-fold.ts';
import { words } from './inline.ts';
import type { Rung } from './document.ts';
import { fit } from './document.ts';
import { fold } from './fold.ts';
import { lineTable } from './line-list.ts';
import { marker } from './marker.ts';
import { noteList } from './note-list.ts';
import { clipped, sections } from './sections.ts';
import type { Sources } from './source-place.ts';
import { sourcesOn } from './source-place.ts';
import { senderTable } from './sender-table.ts';
import { targetFold } from './target-fold.ts';
import { targetTable } from './target-table.ts';
import { verdict } from './verdict.ts';

export interface PlanMarkdownOptions extends Sources {
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
  const targets = targetCounts(plan);
  const people = plan.changes.length + (options.full ? plan.unchanged.length : attended(plan));
  const listed = people + targets.length + plan.diagnostics.length;
  const title = words(clipped(headline(plan), 1_000));
  const diff = options.diff ? renderPlanDiff(plan, { color: false }) : '';
  return fit(listed, (rung) =>
    sections([
      `${marker('plan', plan.portalId)}\n### rollcall plan for account ${plan.portalId}`,
      `**${title}**`,
      ...(rung.targets === 0 ? [] : emails(plan)),
      verdict(plan),
      targetTable(targets, { plan, most: rung.targets }),
      ...lists(plan, { ...options, rung }),
      ...(rung.lines === 0 ? [] : [senderTable(plan), diffFold(diff, rung)]),
      ...(Number.isFinite(rung.lines) ? [tooLong(plan, options)] : []),
      closing(plan, options),
    ]),
  );
}

function emails(plan: Plan): readonly string[] {
  const come = mailsToCome(mailTimeline(plan.changes));
  return come === '' ? [] : [`Emails to come: ${come}.`];
}

function lists(plan: Plan, options: PlanMarkdownOptions & { readonly rung: Rung }): readonly string[] {
  const notes = (severity: Severity): string => notesOf(plan, severity, options);
  const attention = (table: string): readonly string[] => {
    const parts = [notes('error'), notes('warning'), table].filter((part) => part !== '');
    return parts.length === 0 ? [] : ['#### Look at these first', ...parts];
  };
  const advice = notes('advice');
  const last = advice === '' ? [] : [fold('Advice', advice, { open: false })];
  if (options.rung.lines === 0) return [...attention(''), ...last];
  const { table, targets } = people(plan, options);
  return [...attention(table), ...targets, ...last];
}

function notesOf(
  { diagnostics }: Plan,
  severity: Severity,
  options: PlanMarkdownOptions & { readonly rung: Rung },
): string {
  const most = options.rung.notes;
  const own = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  return most === 0 ? '' : noteList(shorten(own, { head: most, tail: 0 }), sourcesOn(options.rung, options));
}

/** Who could be hurt, and everybody else by target. */
function people(
  plan: Plan,
  options: PlanMarkdownOptions & { readonly rung: Rung },
): { readonly table: string; readonly targets: readonly string[] } {
  const { rung, full } = options;
  const to = { links: rung.links ? linksOf(plan) : undefined, sourceUrl: sourcesOn(rung, options) };
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

function attended({ unchanged }: Plan): number {
  return unchanged.filter(({ status }) => status !== 'active').length;
}

function tooLong({ changes }: Plan, { planFile }: PlanMarkdownOptions): string {
  const again = words(`rollcall show ${planFile ?? 'plan.json'} --format html > plan.html`);
  return `*Not everything fits here: ${formatNumber(changes.length)} changes. To see and search every line: ${again}*`;
}

function closing(plan: Plan, options: PlanMarkdownOptions): string {
  return nextSteps(plan, options)
    .map((sentence) => `<sub>${words(clipped(sentence, 300))}</sub>`)
    .join('<br>\n');
}
