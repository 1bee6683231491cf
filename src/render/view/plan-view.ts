/** A plan in the order in which a reviewer wants it; every format shows this. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Change, Unchanged, Plan } from '../../model/plan.ts';
import { headline } from './headline.ts';
import type { Reveal } from './contact-label.ts';
import type { Line } from './line.ts';
import { changeLine, keptLine } from './line.ts';
import type { Cut, Shortened } from './truncated-list.ts';
import { cutOf, mapShown, shorten } from './truncated-list.ts';
import type { TargetView } from './target-view.ts';
import { targetViews } from './target-view.ts';

export interface ViewOptions {
  /** List everything: unchanged people too, and no list cut short. */
  readonly full?: boolean | undefined;
  readonly reveal?: Reveal | undefined;
  /** How much of each list is shown; 20 and 5 lines unless given. */
  readonly cut?: Cut | undefined;
}

export interface PlanView {
  readonly headline: string;
  /** What could hurt, worst first. */
  readonly attention: readonly AttentionItem[];
  readonly targets: readonly TargetView[];
  readonly advice: Shortened<Diagnostic>;
}

export type AttentionItem =
  | { readonly type: 'notes'; readonly notes: Shortened<Diagnostic> }
  | { readonly type: 'lines'; readonly lines: Shortened<Line> };

/** Orders a plan for reading. Nothing is named twice: what is under `attention` is not in its target's part. */
export function planView(plan: Plan, options: ViewOptions): PlanView {
  const cut = cutOf(options);
  const notes = (severity: Diagnostic['severity']): Shortened<Diagnostic> =>
    shorten(
      plan.diagnostics.filter((diagnostic) => diagnostic.severity === severity),
      cut,
    );
  const changes = (test: (change: Change) => boolean): AttentionItem => ({
    type: 'lines',
    lines: mapShown(shorten(plan.changes.filter(test), cut), (change) =>
      changeLine(change, { reveal: options.reveal, withTarget: true }),
    ),
  });
  const unchanged = (status: Unchanged['status']): AttentionItem => ({
    type: 'lines',
    lines: mapShown(
      shorten(
        plan.unchanged.filter((one) => one.status === status),
        cut,
      ),
      (one) => keptLine(one, { reveal: options.reveal, withTarget: true }),
    ),
  });
  return {
    headline: headline(plan),
    attention: [
      { type: 'notes', notes: notes('error') } as const,
      changes(isReenroll),
      changes((change) => change.action === 'archive'),
      unchanged('unknown'),
      unchanged('manual'),
      { type: 'notes', notes: notes('warning') } as const,
      changes(isForeignUnenroll),
    ].filter((item) => (item.type === 'notes' ? item.notes : item.lines).first.length > 0),
    targets: targetViews(
      {
        changes: plan.changes.filter((change) => !isDangerous(change)),
        unchanged: plan.unchanged.filter((one) => one.status !== 'unknown' && one.status !== 'manual'),
      },
      options,
    ),
    advice: notes('advice'),
  };
}

function isDangerous(change: Change): boolean {
  return change.action === 'archive' || isReenroll(change) || isForeignUnenroll(change);
}

function isReenroll(change: Change): boolean {
  return change.action === 'enroll' && change.reenroll;
}

function isForeignUnenroll(change: Change): boolean {
  return change.action === 'unenroll' && !change.owned;
}
