import type { Plan } from '../../../model/results/plan.ts';
import { type PlanFact, planFacts } from '../../view/plan/plan-facts.ts';
import type { PlanState } from '../../view/plan/plan-state.ts';
import type { PlanSummaryView } from '../../view/plan/plan-view.ts';
import { styleOf } from '../../view/line.ts';
import type { LineStatus } from '../../view/plan/target-counts.ts';
import { filterLink } from '../anchors.ts';
import { type Html, html } from '../html.ts';
import { prose } from '../prose.ts';

const tones: Readonly<Record<PlanState['kind'], string>> = {
  ready: 'add',
  'no-changes': 'quiet',
  refused: 'stop',
  'no-ledger': 'stop',
  errors: 'stop',
};

/** Returns the heading of a plan: what it does, or why it cannot be applied. */
export function planHeading({ state, impact }: PlanSummaryView): string {
  return state.kind === 'ready' && impact.emails !== '' ? impact.emails : state.headline;
}

/** Returns the state of a plan, its effect in one sentence, and one line of facts. */
export function planHeader(plan: Plan, view: PlanSummaryView): readonly Html[] {
  const { state, impact, flags } = view;
  const detail = state.kind === 'ready' ? `${state.detail}, within all limits: ${state.verdict}` : '';
  const effect = state.kind === 'ready' || impact.emails === '' ? '' : `${condition(state)} ${impact.emails}`;
  const facts = state.kind === 'errors' ? [] : planFacts(plan, impact);
  return [
    html`<p class="state tone-${tones[state.kind]}"><strong>${pillText(state)}</strong> ${detail}</p>
      <h1>${planHeading(view)}</h1>`,
    effect === '' ? html`` : html`<p class="effect">${effect}.</p>`,
    facts.length === 0
      ? html``
      : html`<ul class="facts">
          ${facts.map((fact) => html`<li>${factPart(fact)}</li>`)}
        </ul>`,
    ...flags.map((flag) => html`<p class="flag">${prose(flag)}</p>`),
  ];
}

/** Returns the first words of what a plan would do. */
function condition({ kind }: PlanState): string {
  return kind === 'refused' ? 'If allowed,' : 'If applied,';
}

function pillText({ kind, title }: PlanState): string {
  return kind === 'no-ledger' ? `${title}: no ledger` : title;
}

function factPart({ text, status }: PlanFact): Html {
  const [, amount = '', words = ''] = /^([\d,]+)?(.*)$/su.exec(text) ?? [];
  const label = html`${amount === '' ? undefined : html`<b>${amount}</b>`}${words}`;
  if (status === undefined || status === 'enroll') return label;
  const tone = toneOf(status);
  const toned = tone === 'quiet' ? label : html`<span class="tone-${tone}">${label}</span>`;
  const section = sections[status];
  return section === undefined ? filterLink({ status }, toned) : html`<a href="#${section}">${toned}</a>`;
}

/** The sections that list all entries of a status. */
const sections: Partial<Readonly<Record<LineStatus, string>>> = {
  unmanaged: 'unmanaged-body',
  blocked: 'undone-title',
  waiting: 'undone-title',
  'left-audience': 'undone-title',
  orphan: 'undone-title',
};

function toneOf(status: LineStatus): string {
  if (status === 'unmanaged') return 'quiet';
  return styleOf(status).tone;
}
