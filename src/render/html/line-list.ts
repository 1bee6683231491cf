import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { excerptOf } from '../view/excerpt.ts';
import { formatPlace } from '../view/format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { hiddenItem } from './document.ts';
import { prose } from './prose.ts';

/** Returns diagnostics as list items, with an excerpt of each file whose text is given. */
export function diagnosticItems(
  { first, hidden, last }: TruncatedList<Diagnostic>,
  texts: ReadonlyMap<string, string> = new Map(),
): readonly Html[] {
  const item = (one: Diagnostic): Html => diagnosticItem(one, excerptPart(one, texts));
  return [...first.map(item), ...hiddenItem(hidden, 'diagnostics'), ...last.map(item)];
}

function diagnosticItem(
  { severity, code, message, help, source, related }: Diagnostic,
  excerpt: Html | undefined,
): Html {
  const tone = { error: 'stop', warning: 'wait', advice: 'quiet' }[severity];
  const relatedPlaces = (related ?? []).map((one) => placeOf(formatPlace(one)));
  return html`<li class="tone-${tone}">
    <div class="head"><span class="pill tone-${tone}">${severity}</span><code>${code}</code></div>
    ${prose(message)}${placeOf(source ? formatPlace(source) : '')}${relatedPlaces}${excerpt}${helpOf(help)}
  </li>`;
}

/** The columns of an excerpt on the page. A longer line is cut around the column of the problem. */
const excerptWidth = 100;

function excerptPart({ source }: Diagnostic, texts: ReadonlyMap<string, string>): Html | undefined {
  const text = source && texts.get(source.file);
  const excerpt = source && text !== undefined ? excerptOf(text, source, excerptWidth) : undefined;
  if (!excerpt) return undefined;
  const { gutter, line, emptyGutter, indent } = excerpt;
  const lines = `${gutter} ${line}\n${emptyGutter} ${indent}^`;
  return html`<pre class="excerpt" tabindex="0">${lines}</pre>`;
}

function placeOf(text: string): Html {
  return text === '' ? html`` : html` <span class="place">${text}</span>`;
}

function helpOf(help: string | undefined): Html {
  return help === undefined ? html`` : html`<span class="help">${prose(help)}</span>`;
}
