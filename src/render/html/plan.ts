import type { Plan } from '../../model/results/plan.ts';
import type { EmailLookup } from '../view/contact-label.ts';
import { planView } from '../view/plan-view.ts';
import { htmlDocument } from './document.ts';
import { html } from './html.ts';
import { planRows } from './plan-rows.ts';
interface PlanHtmlOptions {
  readonly planFile?: string | undefined;
  readonly reveal?: EmailLookup | undefined;
}
export function renderPlanHtml(plan: Plan, options: PlanHtmlOptions): string {
  const view = planView(plan, options);
  return htmlDocument({
    title: view.title,
    about: view.title,
    header: [html`<h1>${view.state.verdict}</h1>`],
    main: [],
    data: planRows(plan, options.reveal),
  });
}
