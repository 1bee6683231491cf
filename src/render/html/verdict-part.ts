import type { Plan } from '../../model/plan.ts';
import { count } from '../view/format.ts';
import { moment } from '../wording/moment.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** Whether the plan may be applied, and until when. */
export function verdictPart(plan: Plan): Html {
  if (plan.applyable)
    return html`<p class="verdict tone-add">
      <strong>Ready to apply</strong><span>until ${moment(plan.expiresAt)}</span>
    </p>`;
  if (plan.changes.length === 0 && !plan.errored)
    return html`<p class="verdict tone-quiet"><strong>Nothing to apply</strong></p>`;
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error').length;
  const why = errors === 0 ? 'there is no ledger' : `${count(errors, 'error')} to settle first`;
  return html`<p class="verdict tone-stop"><strong>Cannot be applied</strong><span>${why}</span></p>`;
}
