import type { Plan } from '../../model/plan.ts';
import type { Links } from '../view/links.ts';
import { driftTitle } from '../view/drift-view.ts';
import { linksOf } from '../view/links.ts';
import { mailTimeline } from '../view/email-load.ts';
import type { AttentionItem } from '../view/plan-view.ts';
import { planView } from '../view/plan-view.ts';
import { senderLoads } from '../view/sender-loads.ts';
import { targetCounts } from '../view/target-counts.ts';
import { headline } from '../view/headline.ts';
import type { Reveal } from '../view/contact-label.ts';
import { blockedPart } from './blocked-part.ts';
import { diffPart } from './diff-part.ts';
import { htmlDocument } from './document.ts';
import { driftPart } from './drift-part.ts';
import { heading } from './heading.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { lineItems, noteItems } from './line-list.ts';
import { peoplePart } from './people-list.ts';
import { planFacts } from './plan-facts.ts';
import { planRows } from './plan-rows.ts';
import { planTiles } from './plan-tiles.ts';
import { section } from './section.ts';
import { sendersPart } from './senders-part.ts';
import { targetsPart } from './plan-targets.ts';
import { tilesPart } from './tiles.ts';
import { timelinePart } from './plan-emails.ts';
import { verdictPart } from './verdict-part.ts';

export interface PlanHtmlOptions {
  /** Where the plan was saved, for the line that says how to apply it. */
  readonly planFile?: string | undefined;
  /** Real email addresses, where the reader asked for them. */
  readonly reveal?: Reveal | undefined;
}

/**
 * A plan as one self-contained page: totals, inboxes, mails to come, what could hurt, and everybody in a
 * list that can be searched. All but the list and the diff stand without a script.
 */
export function renderPlanHtml(plan: Plan, options: PlanHtmlOptions): string {
  const links = linksOf(plan);
  const targets = targetCounts(plan);
  const data = planRows(plan, options.reveal);
  const view = planView(plan, options);
  return htmlDocument({
    title: `rollcall plan ${plan.planId.slice(0, 10)}`,
    about: `Plan for account ${plan.portalId}`,
    header: [heading(headline(plan)), verdictPart(plan), tilesPart(planTiles(plan))],
    main: [
      attentionPart(view.attention, links),
      html`<div class="pair">
        ${timelinePart(mailTimeline(plan.changes))}${sendersPart(senderLoads(plan))}
      </div>`,
      targetsPart(targets, links),
      blockedPart(plan.unchanged, { links, reveal: options.reveal }),
      driftPart(plan.drift, { title: driftTitle(plan), links }),
      peoplePart(data.rows.length),
      diffPart(targets),
      view.advice.first.length === 0
        ? html``
        : section('advice', 'Advice', {
            body: html`<ul class="items">
              ${noteItems(view.advice)}
            </ul>`,
          }),
    ],
    footer: planFacts(plan, options),
    data,
  });
}

function attentionPart(attention: readonly AttentionItem[], links: Links): Html {
  if (attention.length === 0) return html``;
  const items = attention.flatMap((item) =>
    item.type === 'notes' ? noteItems(item.notes) : lineItems(item.lines, links),
  );
  return section('first', 'Look at these first', {
    body: html`<ul class="items">
      ${items}
    </ul>`,
  });
}
