import type { Unchanged } from '../../model/plan.ts';
import type { Links } from '../view/links.ts';
import { people } from '../view/format.ts';
import type { Reveal } from '../view/contact-label.ts';
import { person } from '../view/contact-label.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { restItem, section } from './section.ts';

const mostReasons = 50;
const mostNames = 8;

/** Who may not be enrolled: each reason once, with the first people whom it stops. */
export function blockedPart(
  unchanged: readonly Unchanged[],
  { links, reveal }: { readonly links: Links; readonly reveal: Reveal | undefined },
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
    .slice(0, mostReasons)
    .map(([reason, own]) => reasonItem(reason, own, { links, reveal }));
  return section('blocked', 'Blocked', {
    note: 'People come before declarations: no flag overrides these.',
    body: html`<ul class="items">
      ${items}${restItem(sorted.length - mostReasons, 'reasons')}
    </ul>`,
  });
}

function reasonItem(
  reason: string,
  own: readonly Unchanged[],
  { links, reveal }: { readonly links: Links; readonly reveal: Reveal | undefined },
): Html {
  const names = own.slice(0, mostNames).map((one, index) => {
    const name = person(one, reveal);
    const linked =
      one.contact === undefined
        ? html`${name}`
        : html`<a href="${links.contact(one.contact.id)}" target="_blank" rel="noreferrer noopener"
            >${name}</a
          >`;
    return html`${index === 0 ? '' : ', '}${linked}`;
  });
  const more = own.length > mostNames ? ' and more' : '';
  const help = own[0]?.help;
  return html`<li class="tone-stop">
    <div class="head">
      <h3>${reason}</h3>
      <a href="#people-title" data-filter data-status="blocked" data-search="${reason}"
        >${people(own.length)}</a
      >
    </div>
    ${names}${more}${help === undefined ? undefined : html`<span class="help">${help}</span>`}
  </li>`;
}
