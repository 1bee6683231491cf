import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { Plan } from '../../model/results/plan.ts';
import { isNewTarget } from '../../model/target.ts';
import { type SenderTable, senderTable } from '../view/plan/email-load.ts';
import type { Entry, EntryGroup } from '../view/plan/entry-groups.ts';
import { count, countPeople, formatNumber } from '../view/format.ts';
import { type PlanView, planTitles, planView, type TargetView } from '../view/plan/plan-view.ts';
import type { ReviewItem } from '../view/plan/review.ts';
import { safeLine } from '../view/safe-text.ts';
import { displayWidth } from '../view/display-width.ts';
import { padTo, table, wrap } from './layout.ts';
import { diagnosticLines, hiddenCountLine } from './line-list.ts';
import { renderPlanDiff } from './plan-diff.ts';
import { forecastLines } from './rehearsal.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

/**
 * Renders a plan: whether it can be applied, what to review first, and the contacts of each target by effect. Ends
 * with the impact on people and the next command, which are on the screen when `apply` asks. Unless `full`, long
 * lists are truncated, and active, ended and unmanaged contacts are only counted.
 */
export function renderPlan(plan: Plan, options: TextOptions): string {
  return [...renderPlanPieces(plan, options)].join('');
}

/** Renders a plan in pieces of some lines. A full plan has two lines for each of a hundred thousand contacts. */
export function* renderPlanPieces(plan: Plan, options: TextOptions): Generator<string, void, undefined> {
  const linesPerPiece = 1_000;
  let lines: string[] = [];
  for (const line of planLines(plan, options)) {
    lines.push(line);
    if (lines.length < linesPerPiece) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

/** Yields the lines of a plan. An empty line separates two parts. */
function* planLines(plan: Plan, options: TextOptions): Generator<string, void, undefined> {
  const style = createStyle(options);
  const view = planView(plan, options);
  const diff = options.diff ? renderPlanDiff(plan, options) : '';
  const parts: readonly Iterable<string>[] = [
    stateLines(view, style),
    limitLines(view, style),
    reviewLines(view, style),
    ...view.targets.map((target) => targetLines(target, style)),
    diff === '' ? [] : diff.trimEnd().split('\n'),
    adviceLines(view, style),
    unchangedLines(view, options, style),
    forecastLines(plan.forecast, options),
    impactLines(plan, view, style),
    nextStepLines(view, style),
    refusalLines(view, style),
  ];
  let isFirst = true;
  for (const part of parts) {
    let isStart = true;
    for (const line of part) {
      if (isStart && !isFirst) yield '';
      [isFirst, isStart] = [false, false];
      yield line;
    }
  }
}

function stateLines({ title, state, undone, flags }: PlanView, style: Style): readonly string[] {
  const verdict = [state.verdict, undone].filter(Boolean).join(state.kind === 'no-changes' ? ' ' : '; ');
  const isRefused = state.kind !== 'ready' && state.kind !== 'no-changes';
  return [
    ...wrap(title, { width: style.width, rest: '  ' }).map(style.faint),
    ...wrap(verdict, { width: style.width, rest: '  ' }).map(isRefused ? style.error : style.heading),
    ...(state.kind === 'no-ledger' ? wrap(state.detail, { width: style.width, rest: '  ' }) : []),
    ...flags.flatMap((flag) => wrap(flag, { width: style.width, rest: '  ' })),
  ];
}

/** Returns the table of exceeded limits, or one sentence for each if the table does not fit. */
function limitLines({ limits }: PlanView, style: Style): readonly string[] {
  if (limits.length === 0) return [];
  const rows = table(
    limits.map(({ name, planned, allowed, from, flag }) => [name, planned, allowed, from, flag]),
    {
      width: Number.POSITIVE_INFINITY,
      indent: '  ',
      header: ['limit', 'this plan', 'allowed', 'from', 'to lift it for one run'],
      numbers: new Set([1, 2]),
    },
  );
  if (rows.every((line) => displayWidth(line) <= style.width)) return paintHeader(rows, style);
  return limits.flatMap(({ name, planned, allowed, from, flag }) =>
    wrap(`${name}: ${planned} in this plan, ${allowed} allowed  ${from}  to lift it for one run: ${flag}`, {
      width: style.width,
      first: '  ',
      rest: '      ',
    }),
  );
}

function reviewLines({ review, drift }: PlanView, style: Style): readonly string[] {
  if (review.first.length === 0 && drift === '') return [];
  const list = (items: readonly ReviewItem[]): readonly string[] =>
    items.flatMap((item) => reviewItemLines(item, style));
  return [
    style.heading(planTitles.review),
    ...list(review.first),
    ...(review.hidden > 0 ? [hiddenCountLine(review, style)] : []),
    ...list(review.last),
    ...(drift === '' ? [] : wrap(`~ drift  ${drift}`, { width: style.width, first: '  ', rest: '      ' })),
  ];
}

function reviewItemLines(item: ReviewItem, style: Style): readonly string[] {
  const { symbol, word, code, subject, place, text, note, help, link, tone } = item;
  const sign = `${symbol} ${word}${code === undefined ? '' : `[${code}]`}`;
  // A list is the subject of its text: `list 482 adds 6 contacts to workflows.onboarding`.
  const isSentence = item.list !== undefined;
  const width = style.width;
  const whole = isSentence ? `${sign} ${subject} ${text}` : sign;
  const fits = !isSentence || displayWidth(`  ${whole}  ${place}`) <= width;
  const head = [whole, isSentence ? '' : subject, fits ? place : ''];
  return [
    ...wrap(head.filter(Boolean).join('  '), { width, first: '  ', rest: '      ' }).map((line, index) =>
      index === 0 ? line.replace(sign, style.tone[tone](sign)) : line,
    ),
    ...[isSentence ? '' : text, note ?? ''].flatMap((part) =>
      part === '' ? [] : wrap(part, { width, first: '      ', rest: '      ' }),
    ),
    ...(fits ? [] : wrap(place, { width, first: '      ' })),
    ...(link === undefined ? [] : [style.faint(`      ${safeLine(link)}`)]),
    ...(help === undefined ? [] : fixLines(help, style, '      ')),
  ];
}

/** Returns the next step for the user, under the line that it is about. */
function fixLines(help: string, style: Style, indent: string): readonly string[] {
  return wrap(help, { width: style.width, first: `${indent}fix: `, rest: `${indent}     ` });
}

function* targetLines(view: TargetView, style: Style): Generator<string, void, undefined> {
  const { name } = view.target;
  const id = isNewTarget(view.target) ? 'new' : view.target.id;
  const named = name === undefined ? `(${id})` : `"${safeLine(name)}" (${id})`;
  const { first, last } = view.groups;
  let subjects = 0;
  for (const group of [...first, ...last])
    for (const { subject } of shownEntries(group))
      subjects = Math.max(subjects, displayWidth(safeLine(subject)));
  yield* wrap(`${view.address}  ${named}`, { width: style.width, rest: '  ' }).map((line, index) =>
    index === 0 ? line.replace(view.address, style.heading(view.address)) : line,
  );
  for (const group of first) yield* groupLines(group, subjects, style);
  if (view.groups.hidden > 0) yield hiddenCountLine(view.groups, style);
  for (const group of last) yield* groupLines(group, subjects, style);
}

function shownEntries({ entries: { first, last } }: EntryGroup): readonly Entry[] {
  return last.length === 0 ? first : [...first, ...last];
}

/** The review shows the next step of these entries. */
const reviewed: ReadonlySet<string> = new Set(['unknown', 'manual']);

function* groupLines(
  group: EntryGroup,
  subjectWidth: number,
  style: Style,
): Generator<string, void, undefined> {
  const { symbol, word, amount, effect, help, tone, entries } = group;
  const sign = `${symbol} ${word} ${formatNumber(amount)}`;
  const title = effect === '' ? sign : `${sign}: ${effect}`;
  yield* wrap(title, { width: style.width, first: '  ', rest: '      ' }).map((line, index) =>
    index === 0 ? line.replace(sign, style.tone[tone](sign)) : line,
  );
  if (help !== undefined && !reviewed.has(word)) yield* fixLines(help, style, '      ');
  for (const entry of entries.first) yield* entryLines(entry, { symbol, subjectWidth }, style);
  if (entries.hidden > 0) yield `  ${hiddenCountLine(entries, style)}`;
  for (const entry of entries.last) yield* entryLines(entry, { symbol, subjectWidth }, style);
}

/** Returns one line per contact, so that `grep` finds each with its source; two if they do not fit. */
function entryLines(
  { subject, place, list, until }: Entry,
  { symbol, subjectWidth }: { readonly symbol: string; readonly subjectWidth: number },
  style: Style,
): readonly string[] {
  const source = safeLine(
    [until ?? '', place, list === undefined ? '' : `list ${list}`].filter(Boolean).join('  '),
  );
  const label = safeLine(subject);
  const head = `    ${symbol} ${source === '' ? label : padTo(label, subjectWidth)}`;
  if (source === '' || displayWidth(head) + 2 + displayWidth(source) <= style.width)
    return [source === '' ? head : `${head}  ${style.faint(source)}`];
  return [
    ...wrap(`${symbol} ${label}`, { width: style.width, first: '    ', rest: '        ' }),
    ...wrap(source, { width: style.width, first: '        ', rest: '        ' }).map(style.faint),
  ];
}

function adviceLines({ advice }: PlanView, style: Style): readonly string[] {
  if (advice.first.length === 0) return [];
  const list = (some: readonly Diagnostic[]): readonly string[] =>
    some.flatMap((note) => diagnosticLines(note, style));
  return [
    style.heading(planTitles.advice),
    ...list(advice.first),
    ...(advice.hidden > 0 ? [hiddenCountLine(advice, style)] : []),
    ...list(advice.last),
  ];
}

function unchangedLines({ unchanged }: PlanView, options: TextOptions, style: Style): readonly string[] {
  if (unchanged === '') return [];
  const hint = options.full ? '' : ' (--full lists them)';
  return wrap(`Unchanged: ${unchanged}${hint}`, { width: style.width, rest: '  ' });
}

function impactLines(plan: Plan, { impact, state, cost }: PlanView, style: Style): readonly string[] {
  const { width } = style;
  const condition = state.kind === 'refused' ? 'If allowed: ' : state.kind === 'ready' ? '' : 'If applied: ';
  const sentences = [impact.emails, ...impact.others].filter(Boolean);
  const lines = sentences.flatMap((sentence, index) => [
    ...wrap(index === 0 ? `${condition}${sentence}` : sentence, { width, rest: '  ' }).map(
      index === 0 ? style.heading : (line) => line,
    ),
    ...(sentence === impact.emails ? senderLines(plan, style) : []),
  ]);
  return [
    ...lines,
    ...(cost === '' || state.kind !== 'ready' ? [] : wrap(cost, { width, rest: '  ' }).map(style.faint)),
  ];
}

/** Senders in the table; the others are one row. */
const maxSenders = 10;

/** Returns the table of senders and days, with as many columns as fit. */
function senderLines(plan: Plan, style: Style): readonly string[] {
  for (let columns = 12; columns > 1; columns -= 1) {
    const view = senderTable(plan, { columns, rows: maxSenders });
    const rows = senderRows(view);
    if (rows.every((line) => displayWidth(line) <= style.width)) return paintHeader(rows, style);
  }
  return senderTable(plan, { columns: 2, rows: maxSenders }).rows.flatMap(
    ({ sender, people, emails, today }) =>
      wrap(
        `${sender}: ${countPeople(people)}, ${count(emails, 'email')}${today ? `, ${todayText(today)} today` : ''}`,
        { width: style.width, first: '  ', rest: '    ' },
      ),
  );
}

function senderRows({ columns, rows }: SenderTable): readonly string[] {
  const hasLimit = rows.some(({ today }) => today !== undefined);
  return table(
    rows.map(({ sender, people, emails, cells, today }) => [
      sender,
      formatNumber(people),
      formatNumber(emails),
      ...cells.map((cell) => (cell === 0 ? '' : formatNumber(cell))),
      ...(hasLimit ? [today ? todayText(today) : ''] : []),
    ]),
    {
      width: Number.POSITIVE_INFINITY,
      indent: '  ',
      header: ['sender', 'people', 'emails', ...columns, ...(hasLimit ? ["today's limit"] : [])],
      numbers: new Set([1, 2, ...columns.map((_, index) => index + 3)]),
    },
  );
}

function paintHeader([header = '', ...rows]: readonly string[], style: Style): readonly string[] {
  return [style.faint(header), ...rows];
}

function todayText({ used, allowed }: { readonly used: number; readonly allowed: number }): string {
  return `${formatNumber(used)} of ${formatNumber(allowed)}`;
}

function nextStepLines({ nextSteps }: PlanView, style: Style): readonly string[] {
  const column = nextSteps.reduce((width, { what }) => Math.max(width, what.length), 0) + 3;
  const rest = ' '.repeat(column <= style.width / 2 ? column : 2);
  return nextSteps.flatMap(({ what, how, note }) =>
    wrap([`${`${what}:`.padEnd(column)}${how}`, note ?? ''].filter(Boolean).join('  '), {
      width: style.width,
      rest,
    }),
  );
}

/** Repeats why a plan cannot be applied in the last line: the first one may have scrolled away. */
function refusalLines({ state }: PlanView, style: Style): readonly string[] {
  const text = {
    errors: 'Nothing can be applied. Fix the errors above, then plan again.',
    refused: `${state.detail === '' ? state.verdict : `REFUSED: ${state.detail}`}. Nothing was applied.`,
    'no-ledger': `${state.verdict}. Nothing was applied.`,
    ready: '',
    'no-changes': '',
  }[state.kind];
  return text === '' ? [] : wrap(text, { width: style.width, rest: '  ' }).map(style.error);
}
