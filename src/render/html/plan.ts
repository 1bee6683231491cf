import type { Plan } from '../../model/results/plan.ts';
import type { EmailLookup } from '../view/contact-label.ts';
import { formatMoment } from '../view/format.ts';
import { linksOf } from '../view/links.ts';
import { type PlanSummaryView, planView } from '../view/plan/plan-view.ts';
import { reviewItems } from '../view/plan/review.ts';
import { htmlDocument } from './document.ts';
import { type Html, html } from './html.ts';
import { peopleList } from './people-list.ts';
import { emailsPart } from './plan/plan-emails.ts';
import { advicePart, detailsPart, diffPart, driftFold, unmanagedPart } from './plan/plan-folds.ts';
import { planHeader, planHeading } from './plan/plan-header.ts';
import { refusalPart, reviewPart, stepText } from './plan/plan-review.ts';
import { planRows } from './plan/plan-rows.ts';
import { targetsPart } from './plan/plan-targets.ts';
import { undonePart } from './plan/plan-undone.ts';
import { forecastParts } from './rehearsal.ts';

interface PlanHtmlOptions {
  /** The file of the saved plan, for the command that applies it. */
  readonly planFile?: string | undefined;
  /** Looks up real email addresses, for `--show-emails`. */
  readonly reveal?: EmailLookup | undefined;
}

/**
 * Renders a plan as one self-contained page: whether it can be applied, what it does, what to review first, the emails
 * by sender and day, the contacts of each target by source, and all entries in a table. Only search, filters and the
 * member diffs need JavaScript.
 */
export function renderPlanHtml(plan: Plan, { planFile, reveal }: PlanHtmlOptions): string {
  const links = linksOf(plan);
  const data = planRows(plan, reveal);
  const view = planView(plan, { planFile, reveal, cut: { head: 20, tail: 0 } });
  const id = plan.planId.slice(0, 10);
  const account = `Account ${plan.portalId}${plan.context?.simulated ? ' (simulated)' : ''}`;
  return htmlDocument({
    title: `Plan ${id}: ${planHeading(view)}`,
    about: [html`Plan <code class="select">${id}</code>`, html`${account}`],
    made: `Made ${formatMoment(plan.createdAt)}`,
    printed: `rollcall plan ${id}, account ${plan.portalId}`,
    header: planHeader(plan, view),
    main: [
      refusalPart(view),
      reviewPart(reviewItems(plan, reveal), { plan, links }),
      emailsPart(plan, view.state),
      targetsPart(plan, view, links),
      undonePart(plan, { links, reveal }),
      ...forecastParts(plan.forecast, reveal),
      peopleList(data, {
        command: `rollcall show ${planFile ?? 'plan.json'} --full`,
        closed: view.state.kind === 'no-changes',
      }),
      unmanagedPart(plan, { links, reveal }),
      driftFold(plan, { links, reveal }),
      diffPart(view.targetCounts),
      advicePart(plan),
      detailsPart(plan, view),
    ],
    footer: nextPart(view),
    data,
  });
}

/** Returns the commands that apply the plan. A refused plan shows its commands first. */
function nextPart({ state, nextSteps }: PlanSummaryView): Html | undefined {
  if (state.kind !== 'ready') return undefined;
  return html`${nextSteps.map(({ what, note, ...step }) => html`<p>${what}: ${stepText(step)} ${note}</p>`)}`;
}
