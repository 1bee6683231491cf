import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { Plan } from '../../model/results/plan.ts';
import {
  type AttentionItem,
  type PlanView,
  planTitles,
  planView,
  type TargetView,
} from '../view/plan-view.ts';
import { safeLine } from '../view/safe-text.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { wrap } from './layout.ts';
import { blockLines, columnsOf, hiddenCountLine, diagnosticLines } from './line-list.ts';
import { renderPlanDiff } from './plan-diff.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

/**
 * Renders a plan: the headline, what to review first, the other entries by target, and the next steps. Unless
 * `full`, active contacts are only counted and long lists are truncated. Ends with a line break.
 */
export function renderPlan(plan: Plan, options: TextOptions): string {
  const style = createStyle(options);
  const view = planView(plan, options);
  const diff = options.diff ? renderPlanDiff(plan, options) : '';
  const parts = [
    [...headlineLines(view.headline, style), ...emailTimelineLines(view, style)],
    ...attentionPart(view, style),
    ...view.targets.map((target) => targetPart(target, style)),
    ...(diff === '' ? [] : [diff.trimEnd().split('\n')]),
    ...advicePart(view, style),
    planFooter(view, style),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Wraps the headline between its parts, not inside a short part such as `2 blocked`. */
function headlineLines(headline: string, style: Style): readonly string[] {
  const joined = headline
    .split('; ')
    .map((part) => (part.length <= 30 ? part.replaceAll(' ', noBreak) : part))
    .join('; ');
  return wrap(joined, { width: style.width }).map((line) => style.heading(line.replaceAll(noBreak, ' ')));
}

const noBreak = '\u00A0';

/** Returns when the emails leave; empty if they all leave on one day. */
function emailTimelineLines({ timeline, emailsToCome }: PlanView, style: Style): readonly string[] {
  if (timeline.days.length < 2) return [];
  return wrap(emailsToCome, { width: style.width, rest: '  ' }).map(style.faint);
}

function attentionPart({ attention }: PlanView, style: Style): readonly (readonly string[])[] {
  if (attention.length === 0) return [];
  const columns = columnsOf(attention.flatMap((item) => (item.type === 'lines' ? [item.lines] : [])));
  const linesOf = (item: AttentionItem): readonly string[] =>
    item.type === 'lines' ? blockLines(item.lines, columns, style) : diagnosticBlock(item.notes, style);
  return [[style.heading(planTitles.attention), ...attention.flatMap(linesOf)]];
}

function targetPart(view: TargetView, style: Style): readonly string[] {
  const { name, id } = view.target;
  const named = name === undefined ? `HubSpot id ${id}` : `"${safeLine(name)}", HubSpot id ${id}`;
  const columns = columnsOf(view.blocks);
  return [
    ...wrap(`${view.address}  ${named}`, { width: style.width, rest: '  ' }).map((line, index) =>
      index === 0 ? line.replace(view.address, style.heading(view.address)) : line,
    ),
    ...view.blocks.flatMap((block) => blockLines(block, columns, style)),
    ...(view.unchanged === ''
      ? []
      : wrap(view.unchanged, { width: style.width, first: '  ', rest: '    ' }).map(style.faint)),
  ];
}

function advicePart({ advice }: PlanView, style: Style): readonly (readonly string[])[] {
  return advice.first.length === 0
    ? []
    : [[style.heading(planTitles.advice), ...diagnosticBlock(advice, style)]];
}

function diagnosticBlock(notes: TruncatedList<Diagnostic>, style: Style): readonly string[] {
  const list = (some: readonly Diagnostic[]): string[] =>
    some.flatMap((note) => [...diagnosticLines(note, style)]);
  return [
    ...list(notes.first),
    ...(notes.hidden > 0 ? [hiddenCountLine(notes, style)] : []),
    ...list(notes.last),
  ];
}

function planFooter({ nextSteps }: PlanView, style: Style): readonly string[] {
  return nextSteps.flatMap((sentence) => wrap(sentence, { width: style.width, rest: '  ' }));
}
