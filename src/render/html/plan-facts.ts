import type { Plan } from '../../model/plan.ts';
import { moment } from '../wording/moment.ts';
import { nextSteps } from '../view/next-steps.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const mostFiles = 30;

/** Which plan this is and how to go on. */
export function planFacts(plan: Plan, { planFile }: { readonly planFile?: string | undefined }): Html {
  const files = plan.files.slice(0, mostFiles).map(({ path }) => path);
  const more = plan.files.length > mostFiles ? `, and ${plan.files.length - mostFiles} more` : '';
  const facts: readonly (readonly [string, string])[] = [
    ['Made', `${moment(plan.createdAt)}, after run ${plan.ledgerRun} of the ledger`],
    ['Files', files.join(', ') + more],
    ['Routes', `${plan.dialect} dialect`],
    ...(plan.context ? [['Time zone', plan.context.timeZone] as const] : []),
  ];
  const list = facts.map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd>${value}</dd>`,
  );
  const steps = nextSteps(plan, { planFile }).map((step) => html`<p>${step}</p>`);
  return html`${steps}
    <dl>${list}</dl>`;
}
