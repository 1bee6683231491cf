import type { Drift } from '../../model/plan.ts';
import { count } from '../view/format.ts';
import { helpLines } from './help-lines.ts';
import type { TextOptions } from './options.ts';
import type { Style } from './style.ts';
import { styleFor } from './style.ts';
import { wrap } from './layout.ts';

/** What is the baseline of drift from now on, and what no baseline can take. */
export function renderAccepted(
  { accepted, left }: { readonly accepted: readonly Drift[]; readonly left: readonly Drift[] },
  options: TextOptions,
): string {
  const style = styleFor(options);
  const taken =
    accepted.length === 0
      ? 'Nothing to accept: drift has nothing that a baseline could take.'
      : `Accepted as HubSpot has it now, in the ledger only: ${count(accepted.length, 'thing')}`;
  const parts = [
    [style.heading(taken), ...accepted.flatMap((one) => lines(one, style))],
    ...(left.length > 0
      ? [
          [
            style.heading(
              `Not accepted, because the files decide over people: ${count(left.length, 'thing')}`,
            ),
            ...left.flatMap((one) => [...lines(one, style), ...helpLines(one.help, style)]),
          ],
        ]
      : []),
  ];
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function lines({ kind, address, message }: Drift, { width }: Style): readonly string[] {
  return wrap(`${kind}  ${address}: ${message}`, { width, first: '  ', rest: '      ' });
}
