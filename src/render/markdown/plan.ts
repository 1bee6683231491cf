import type { Plan } from '../../model/results/plan.ts';
import { renderPlanDiff } from '../text/plan-diff.ts';
import { type SenderTable, senderTable } from '../view/plan/email-load.ts';
import type { Entry, EntryGroup, SourceGroup } from '../view/plan/entry-groups.ts';
import { groupBy } from '../../model/group-by.ts';
import { count, formatMoment, formatNumber, sentence } from '../view/format.ts';
import { linksOf } from '../view/links.ts';
import {
  type PlanSummaryView,
  type PlanView,
  planTitles,
  planView,
  type TargetView,
} from '../view/plan/plan-view.ts';
import type { ReviewItem } from '../view/plan/review.ts';
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
import {
  code,
  htmlLink,
  htmlText,
  link,
  type SourceOptions,
  sourceUrlAt,
  escapeText,
  sourceLink,
} from './inline.ts';
import { type LineLinks, diagnosticList } from './line-list.ts';
import { forecastSection } from './rehearsal.ts';

interface PlanMarkdownOptions extends SourceOptions {
  /** The file of the saved plan, for the command that applies it. */
  readonly planFile?: string | undefined;
  /** Add the members of each target before and after the apply. */
  readonly diff?: boolean | undefined;
  /** List active contacts, too. */
  readonly full?: boolean | undefined;
}

/**
 * Renders a plan as a comment or job summary: the impact on people, what to review first, who sends what and when,
 * and the contacts of each target by effect and source. Large plans show fewer details, so that it always fits.
 * Begins with a hidden marker that is the same for all plans of an account. Emails are masked even with
 * `--show-emails`, because comments are stored and sent as notifications.
 */
export function renderPlanMarkdown(plan: Plan, options: PlanMarkdownOptions): string {
  const people = plan.changes.length + (options.full ? plan.unchanged.length : countExceptActive(plan));
  const diff = options.diff ? renderPlanDiff(plan, { color: false }) : '';
  return fitToComment(people + plan.diagnostics.length, (level) => {
    const cut = { head: level.lines, tail: 0 };
    const view = planView(plan, { ...options, cut });
    const detail = { plan, view, level, options };
    return joinSections([
      `${commentMarker('plan', plan.portalId)}\n### ${heading(view)}`,
      stateNote(view),
      ...limitPart(view),
      effectLine(view),
      ...reviewPart(detail),
      ...(level.targets === 0 ? [] : senderPart(detail)),
      ...(level.lines === 0 ? countPart(detail) : targetParts(detail)),
      forecastSection(plan.forecast, level),
      diffFold(diff, level),
      advicePart(detail),
      ...(Number.isFinite(level.lines) ? [truncatedNote(plan, options)] : []),
      footer(plan, view),
    ]);
  });
}

interface Detail {
  readonly plan: Plan;
  readonly view: PlanView;
  readonly level: DetailLevel;
  readonly options: PlanMarkdownOptions;
}

/** Returns the one sentence that a reader of notifications sees. */
function heading({ state, impact }: PlanSummaryView): string {
  const text =
    state.kind === 'ready' && impact.emails !== '' ? impact.emails.replace(': ', ', ') : state.verdict;
  return `rollcall: ${escapeText(clipped(text, 500))}`;
}

/** Returns why a plan cannot be applied as a prominent box, and otherwise how long it can be. */
function stateNote({ title, state, undone, flags, nextSteps, drift, impact }: PlanSummaryView): string {
  const notes = [undone === '' ? '' : `${undone}.`, ...flags, drift === '' ? '' : `${drift}.`]
    .filter(Boolean)
    .map((note) => escapeText(clipped(note, 600)));
  const named = escapeText(title);
  if (state.kind === 'ready') {
    // The verdict counts the other effects.
    const effects = impact.effects.filter(({ action }) => action === undefined || action === 'enroll');
    return [
      `**${state.title}** ${state.detail}: ${escapeText(state.verdict)}.`,
      ...effects.map(({ text }) => escapeText(sentence(text))),
      `${named}.`,
      ...notes,
    ].join(' ');
  }
  if (state.kind === 'no-changes') return [`${named}.`, ...notes].join(' ');
  const steps = nextSteps.map(
    ({ what, how, isCommand }) => `${escapeText(what)}: ${isCommand ? code(how) : escapeText(how)}.`,
  );
  const reason = state.detail === '' ? '' : ` ${escapeText(clipped(state.detail, 600))}.`.replace('..', '.');
  return `> [!CAUTION]\n> **${state.title}.**${reason} ${[...steps, `${named}.`, ...notes].join(' ')}`;
}

function limitPart({ limits }: PlanSummaryView): readonly string[] {
  if (limits.length === 0) return [];
  return [
    markdownTable(
      ['limit', 'this plan', 'allowed', 'from', 'to lift it for one run'],
      limits
        .slice(0, 20)
        .map(({ name, planned, allowed, from, flag }) => [
          escapeText(name),
          planned,
          allowed,
          code(from),
          code(flag),
        ]),
      new Set([1, 2]),
    ),
  ];
}

/** Returns what a plan that cannot be applied would do. */
function effectLine({ state, impact }: PlanSummaryView): string {
  if (state.kind === 'ready') return '';
  const all = [impact.emails, ...impact.others].filter(Boolean);
  return all.length === 0 ? '' : escapeText(`If applied: ${all.join('; ')}.`);
}

function reviewPart({ view: { review }, plan, level, options }: Detail): readonly string[] {
  const items = truncateList(review.first, { head: level.notes, tail: 0 });
  if (items.first.length === 0) return [];
  const targets = { links: level.links ? linksOf(plan) : undefined, sourceUrl: sourceUrlAt(level, options) };
  const hidden = items.hidden + review.hidden;
  return [
    `#### ${planTitles.review}`,
    markdownTable(
      ['', 'what', 'declared in'],
      [
        ...items.first.map((item) => reviewRow(item, targets)),
        ...(hidden > 0 ? [['', `*${formatNumber(hidden)} more*`, '']] : []),
      ],
    ),
  ];
}

function reviewRow(item: ReviewItem, { links, sourceUrl }: LineLinks): readonly string[] {
  const { word, symbol, subject, contactId, list, target, text, note, help, place, code: noteCode } = item;
  const name = list === undefined ? code(subject) : `list ${code(subject)}`;
  const linked =
    links && contactId !== undefined
      ? link(name, links.contact(contactId))
      : links && list !== undefined && /^\d+$/u.test(list)
        ? link(name, links.list(list))
        : name;
  const named = subject === '' ? '' : target ? `${linked} in ` : `${linked} `;
  const shown = target ? `${code(target.address)}: ${escapeText(target.effect)}` : escapeText(text);
  return [
    `**${markdownSymbol(symbol)}\u00A0${word}**`,
    [
      `${named}${shown}${note === undefined ? '' : `. ${escapeText(note)}`}${noteCode === undefined ? '' : ` ${code(noteCode)}`}`,
      ...(help === undefined ? [] : [`→ ${escapeText(help)}`]),
    ].join('<br>'),
    sourceLink(place, sourceUrl),
  ];
}

const mostSenders = 20;

function senderPart({ plan, view: { impact } }: Detail): readonly string[] {
  const view = senderTable(plan, { columns: 8, rows: mostSenders });
  if (view.rows.length === 0) return [impact.irreversible].filter(Boolean);
  return [
    '#### Who sends what, when',
    senderMarkdown(view),
    `Day 0 is the day of the apply. Fewer emails leave if contacts reply or opt out. ${impact.irreversible}`,
  ];
}

function senderMarkdown({ columns, rows, total }: SenderTable): string {
  const cells = [...rows, ...(rows.length > 1 ? [total] : [])].map(
    ({ sender, people, emails, cells: numbers, today }) => [
      sender.includes('@') ? code(sender) : escapeText(sender),
      formatNumber(people),
      formatNumber(emails),
      ...numbers.map((number) => (number === 0 ? '' : formatNumber(number))),
      today === undefined ? '' : `${formatNumber(today.used)} of ${formatNumber(today.allowed)}`,
    ],
  );
  return markdownTable(
    ['sender', 'people', 'emails', ...columns, "today's limit"],
    cells,
    new Set([1, 2, ...columns.map((_, index) => index + 3), columns.length + 3]),
  );
}

/** Returns the counts of every target, for a document without room for contacts. */
function countPart({ view: { targetCounts }, level }: Detail): readonly string[] {
  const shown = targetCounts.slice(0, level.targets);
  if (shown.length === 0) return [];
  const hidden = targetCounts.length - shown.length;
  const rows = shown.map(({ address, counts }) => [
    code(address),
    ...(['enroll', 'unenroll', 'archive', 'blocked', 'waiting', 'unknown', 'manual'] as const).map((status) =>
      counts[status] === 0 ? '' : formatNumber(counts[status]),
    ),
  ]);
  const columns = ['enroll', 'unenroll', 'delete', 'blocked', 'waiting', 'unknown', 'manual'];
  return [
    markdownTable(['target', ...columns], rows, new Set(columns.map((_, index) => index + 1))),
    ...(hidden > 0 ? [`*${formatNumber(hidden)} more targets*`] : []),
  ];
}

function targetParts(detail: Detail): readonly string[] {
  const { view, level } = detail;
  const hidden = view.targets.length - level.targets;
  return [
    ...view.targets.slice(0, level.targets).map((target) => targetFold(target, detail)),
    ...(hidden > 0 ? [`*${formatNumber(hidden)} more targets*`] : []),
  ];
}

/** Returns the section of one target: a row for each effect and source. */
function targetFold(view: TargetView, { plan, level, options }: Detail): string {
  const targets = { links: level.links ? linksOf(plan) : undefined, sourceUrl: sourceUrlAt(level, options) };
  const { first, hidden } = view.groups;
  const totals = targetTotals(first);
  const table = markdownTable(
    ['change', 'contacts', 'effect', 'declared in'],
    [
      ...first.flatMap((group) => groupRows(group, targets)),
      ...(hidden > 0 ? [['', `*${formatNumber(hidden)} more groups*`, '', '']] : []),
    ],
  );
  const name = view.target.name ?? view.target.id;
  const linked = targets.links ? htmlLink(name, targets.links.target(view.target)) : htmlText(name);
  return fold(`<b>${htmlText(view.address)}</b> (${linked}): ${htmlText(totals)}`, table, { open: false });
}

/** Returns `unenroll 1, enroll 13`. */
function targetTotals(groups: readonly EntryGroup[]): string {
  return [...groupBy(groups, ({ word }) => word)]
    .map(([word, same]) => `${word} ${formatNumber(same.reduce((sum, { amount }) => sum + amount, 0))}`)
    .join(', ');
}

function groupRows(group: EntryGroup, targets: LineLinks): readonly (readonly string[])[] {
  const { sources, symbol, word, effect, help } = group;
  const row = ({ places, list, amount, entries }: SourceGroup): readonly string[] => [
    `${markdownSymbol(symbol)}\u00A0${word}\u00A0${formatNumber(amount)}`,
    [
      ...entries.first.map((entry) => contactCell(entry, targets)),
      ...(entries.hidden > 0 ? [`*${formatNumber(entries.hidden)} more*`] : []),
    ].join('<br>'),
    escapeText(effect) + (help === undefined ? '' : `<br>→ ${escapeText(help)}`),
    [sourceLink(places, linkToFirst(targets)), ...(list === undefined ? [] : [listLink(list, targets)])]
      .filter(Boolean)
      .join(', '),
  ];
  return [
    ...sources.first.map(row),
    ...(sources.hidden > 0 ? [['', `*${formatNumber(sources.hidden)} more sources*`, '', '']] : []),
  ];
}

/** Links several lines to the first one. */
function linkToFirst({ sourceUrl }: LineLinks): LineLinks['sourceUrl'] {
  return sourceUrl && ((places) => sourceUrl(places.replace(/(:\d+)[-,].*$/u, '$1')));
}

/** A hyphen would allow a line break after it. */
function markdownSymbol(symbol: string): string {
  return symbol === '-' ? '−' : symbol;
}

function listLink(list: string, { links }: LineLinks): string {
  const label = `list ${code(list)}`;
  return links && /^\d+$/u.test(list) ? link(label, links.list(list)) : label;
}

function contactCell({ subject, contactId }: Entry, { links }: LineLinks): string {
  return links && contactId !== undefined ? link(code(subject), links.contact(contactId)) : code(subject);
}

function advicePart({ view: { advice }, level, options }: Detail): string {
  const shown = truncateList(advice.first, { head: level.notes, tail: 0 });
  if (shown.first.length === 0) return '';
  return fold(planTitles.advice, diagnosticList(shown, sourceUrlAt(level, options)), { open: false });
}

function countExceptActive({ unchanged }: Plan): number {
  return unchanged.filter(({ status }) => status !== 'active').length;
}

function truncatedNote({ changes }: Plan, { planFile }: PlanMarkdownOptions): string {
  const command = escapeText(`rollcall show ${planFile ?? 'plan.json'} --format html > plan.html`);
  return `*This is truncated: the plan has ${formatNumber(changes.length)} changes. To search all of them: ${command}*`;
}

function footer(plan: Plan, { cost, unchanged }: PlanSummaryView): string {
  const notes = [
    plan.changes.length === 0 ? '' : `${count(plan.changes.length, 'change')}. ${cost}.`,
    unchanged === '' ? '' : `Unchanged: ${unchanged}.`,
    `Planned ${formatMoment(plan.createdAt)}.`,
  ].filter(Boolean);
  return `<sub>${notes.map((note) => escapeText(clipped(note, 300))).join(' ')}</sub>`;
}
