import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { Line } from '../view/line.ts';
import type { Links } from '../view/links.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { formatPlace } from '../view/format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { hiddenItem } from './document.ts';

/** Returns lines as list items, which need no script. */
export function lineItems({ first, hidden, last }: TruncatedList<Line>, links: Links): readonly Html[] {
  const item = (line: Line): Html => lineItem(line, links);
  return [...first.map(item), ...hiddenItem(hidden, 'in the list below'), ...last.map(item)];
}

function lineItem(line: Line, links: Links): Html {
  const subject =
    line.contactId === undefined
      ? html`${line.subject}`
      : html`<a href="${links.contact(line.contactId)}" target="_blank" rel="noreferrer noopener"
          >${line.subject}</a
        >`;
  return html`<li class="tone-${line.tone}">
    <div class="head">
      <span class="pill tone-${line.tone}">${line.word}</span><span class="who">${subject}</span>
    </div>
    ${line.text}${placeOf(line.place)}${helpOf(line.help)}
  </li>`;
}

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
