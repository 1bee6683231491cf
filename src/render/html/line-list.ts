import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { formatPlace } from '../view/format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { hiddenItem } from './document.ts';

/** Returns diagnostics as list items. */
export function diagnosticItems({ first, hidden, last }: TruncatedList<Diagnostic>): readonly Html[] {
  return [...first.map(diagnosticItem), ...hiddenItem(hidden, 'diagnostics'), ...last.map(diagnosticItem)];
}

function diagnosticItem({ severity, code, message, help, source, related }: Diagnostic): Html {
  const tone = { error: 'stop', warning: 'wait', advice: 'quiet' }[severity];
  const relatedPlaces = (related ?? []).map((one) => placeOf(formatPlace(one)));
  return html`<li class="tone-${tone}">
    <div class="head"><span class="pill tone-${tone}">${severity}</span><code>${code}</code></div>
    ${message}${placeOf(source ? formatPlace(source) : '')}${relatedPlaces}${helpOf(help)}
  </li>`;
}

function placeOf(text: string): Html {
  return text === '' ? html`` : html` <span class="place">${text}</span>`;
}

function helpOf(help: string | undefined): Html {
  return help === undefined ? html`` : html`<span class="help">${help}</span>`;
}
