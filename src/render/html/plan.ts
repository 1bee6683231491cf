import type { Plan, Unchanged } from '../../model/results/plan.ts';
import { contactLabel, type EmailLookup } from '../view/contact-label.ts';
import { driftTitle } from '../view/drift-view.ts';
import { formatMoment, countPeople } from '../view/format.ts';
import { type Links, linksOf } from '../view/links.ts';
import {
  type AttentionItem,
  type PlanView,
  planTitles,
  planView,
  type Readiness,
} from '../view/plan-view.ts';
import { heading, htmlDocument, hiddenItem, section, type Tile, tilesPart } from './document.ts';
import { driftPart } from './drift.ts';
import { type Html, html } from './html.ts';
import { lineItems, diagnosticItems } from './line-list.ts';
import { peopleList } from './people-list.ts';
import { sendersPart, timelinePart } from './plan-emails.ts';
import { planRows } from './plan-rows.ts';
import { diffPart, targetsPart } from './plan-targets.ts';

interface PlanHtmlOptions {
  /** The file of the saved plan, for the command that applies it. */
  readonly planFile?: string | undefined;
  /** Looks up real email addresses, for `--show-emails`. */
  readonly reveal?: EmailLookup | undefined;
}

/**
 * Renders a plan as one self-contained page: totals, what to review first, emails to come, senders, and all contacts
 * in a list that can be searched. Only the list and the diffs need JavaScript.
 */
export function renderPlanHtml(plan: Plan, options: PlanHtmlOptions): string {
  const links = linksOf(plan);
  const data = planRows(plan, options.reveal);
  const view = planView(plan, options);
  return htmlDocument({
    title: `rollcall plan ${plan.planId.slice(0, 10)}`,
    about: `Plan for account ${plan.portalId}`,
    header: [heading(view.headline), readinessPart(view.readiness), tilesPart(planTiles(plan))],
    main: [
      attentionPart(view.attention, links),
      html`<div class="pair">${timelinePart(view.timeline)}${sendersPart(view.senders)}</div>`,
      targetsPart(view.targetCounts, links),
      blockedPart(plan.unchanged, { links, reveal: options.reveal }),
      driftPart(plan.drift, { title: driftTitle(plan), links }),
      peopleList(data.rows.length),
      diffPart(view.targetCounts),
      view.advice.first.length === 0
        ? html``
        : section('advice', planTitles.advice, {
            body: html`<ul class="items">
              ${diagnosticItems(view.advice)}
            </ul>`,
          }),
    ],
    footer: planFacts(plan, view),
    data,
  });
}

function attentionPart(attention: readonly AttentionItem[], links: Links): Html {
  if (attention.length === 0) return html``;
  const items = attention.flatMap((item) =>
    item.type === 'notes' ? diagnosticItems(item.notes) : lineItems(item.lines, links),
  );
  return section('first', planTitles.attention, {
    body: html`<ul class="items">
      ${items}
    </ul>`,
  });
}

function readinessPart({ state, title, detail }: Readiness): Html {
  const tone = { ready: 'add', 'no-changes': 'quiet', refused: 'stop' }[state];
  return html`<p class="verdict tone-${tone}">
    <strong>${title}</strong>${detail === '' ? undefined : html`<span>${detail}</span>`}
  </p>`;
}

/** Returns the totals of a plan: changes first, then entries without a change. */
function planTiles({ summary }: Plan): readonly Tile[] {
  const noun = (amount: number, one: string, many = `${one}s`): string => (amount === 1 ? one : many);
  return [
    { amount: summary.enroll, label: noun(summary.enroll, 'enrollment'), tone: 'add', status: 'enroll' },
    { amount: summary.people, label: noun(summary.people, 'person', 'people') },
    { amount: summary.emails, label: noun(summary.emails, 'email') },
    { amount: summary.senders, label: noun(summary.senders, 'sender') },
    { amount: summary.reenroll, label: 're-enrolled', tone: 'stop', status: 'enroll' },
    { amount: summary.unenroll, label: 'unenrolled', tone: 'remove', status: 'unenroll' },
    {
      amount: summary.archive,
      label: `${noun(summary.archive, 'workflow')} deleted`,
      tone: 'remove',
      status: 'archive',
    },
    { amount: summary.unknown, label: 'unknown', tone: 'doubt', status: 'unknown' },
    { amount: summary.manual, label: 'manual', tone: 'stop', status: 'manual' },
    { amount: summary.blocked, label: 'blocked', tone: 'stop', status: 'blocked' },
    { amount: summary.waiting, label: 'waiting', tone: 'wait', status: 'waiting' },
    { amount: summary.leftAudience, label: 'left the audience', tone: 'wait', status: 'left-audience' },
    { amount: summary.orphans, label: noun(summary.orphans, 'orphan'), tone: 'wait', status: 'orphan' },
    { amount: summary.unmanaged, label: 'unmanaged', tone: 'wait', status: 'unmanaged' },
    { amount: summary.active, label: 'active', status: 'active' },
    { amount: summary.ended, label: 'ended', status: 'ended' },
  ];
}

const maxReasons = 50;
const maxNames = 8;

/** Returns the blocked contacts: each reason once, with the first contacts that it blocks. */
function blockedPart(
  unchanged: readonly Unchanged[],
  { links, reveal }: { readonly links: Links; readonly reveal: EmailLookup | undefined },
): Html {
  const reasons = new Map<string, Unchanged[]>();
  for (const one of unchanged) {
    if (one.status !== 'blocked') continue;
    const same = reasons.get(one.reason);
    if (same) same.push(one);
    else reasons.set(one.reason, [one]);
  }
  if (reasons.size === 0) return html``;
  const sorted = [...reasons].toSorted(([, a], [, b]) => b.length - a.length);
  const items = sorted
    .slice(0, maxReasons)
    .map(([reason, entries]) => reasonItem(reason, entries, { links, reveal }));
  return section('blocked', 'Blocked', {
    note: 'No flag overrides these reasons.',
    body: html`<ul class="items">
      ${items}${hiddenItem(sorted.length - maxReasons, 'reasons')}
    </ul>`,
  });
}

function reasonItem(
  reason: string,
  entries: readonly Unchanged[],
  { links, reveal }: { readonly links: Links; readonly reveal: EmailLookup | undefined },
): Html {
  const names = entries.slice(0, maxNames).map((one, index) => {
    const name = contactLabel(one, reveal);
    const linked =
      one.contact === undefined
        ? html`${name}`
        : html`<a href="${links.contact(one.contact.id)}" target="_blank" rel="noreferrer noopener"
            >${name}</a
          >`;
    return html`${index === 0 ? '' : ', '}${linked}`;
  });
  const more = entries.length > maxNames ? ' and more' : '';
  const help = entries[0]?.help;
  return html`<li class="tone-stop">
    <div class="head">
      <h3>${reason}</h3>
      <a href="#people-title" data-filter data-status="blocked" data-search="${reason}"
        >${countPeople(entries.length)}</a
      >
    </div>
    ${names}${more}${help === undefined ? undefined : html`<span class="help">${help}</span>`}
  </li>`;
}

const maxFiles = 30;

/** Returns the next steps, and where and when the plan was made. */
function planFacts(plan: Plan, { nextSteps }: PlanView): Html {
  const files = plan.files.slice(0, maxFiles).map(({ path }) => path);
  const more = plan.files.length > maxFiles ? `, and ${plan.files.length - maxFiles} more` : '';
  const facts: readonly (readonly [string, string])[] = [
    ['Made', `${formatMoment(plan.createdAt)}, after run ${plan.ledgerRun} of the ledger`],
    ['Files', files.join(', ') + more],
    ['Routes', `${plan.dialect} dialect`],
    ...(plan.context ? [['Time zone', plan.context.timeZone] as const] : []),
  ];
  const list = facts.map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd>${value}</dd>`,
  );
  const steps = nextSteps.map((step) => html`<p>${step}</p>`);
  return html`${steps}
    <dl>${list}</dl>`;
}
