import type { Plan, UnchangedStatus } from '../../../model/results/plan.ts';
import type { EmailLookup } from '../../view/contact-label.ts';
import { type EntryGroup, unchangedGroups } from '../../view/plan/entry-groups.ts';
import { countPeople, formatNumber } from '../../view/format.ts';
import type { Links } from '../../view/links.ts';
import { statusWord } from '../../view/plan/target-counts.ts';
import { contactLink, filterLink } from '../anchors.ts';
import { card } from '../card.ts';
import { hiddenItem } from '../document.ts';
import { type Html, html } from '../html.ts';
import { sentence } from '../../view/format.ts';
import { prose } from '../prose.ts';

const maxReasons = 50;
const maxNames = 8;

/** The statuses of the section. What is unknown or manual is reviewed first, one by one. */
const statuses: readonly UnchangedStatus[] = ['blocked', 'waiting', 'left-audience', 'orphan'];

/** Returns the entries that an apply leaves undone: each reason once, with its fix and its first contacts. */
export function undonePart(
  { unchanged }: Plan,
  { links, reveal }: { readonly links: Links; readonly reveal: EmailLookup | undefined },
): Html {
  const groups = statuses.flatMap((status) =>
    unchangedGroups(
      unchanged.filter((one) => one.status === status),
      { cut: { head: maxNames, tail: 0 }, reveal },
    ).toSorted((a, b) => b.amount - a.amount),
  );
  if (groups.length === 0) return html``;
  const used = statuses.filter((status) => groups.some((group) => group.status === status)).map(statusWord);
  return card('undone', capitalized(used), {
    note: used.includes('blocked') ? 'no flag overrides a block' : undefined,
    body: html`<ul class="review">
      ${groups.slice(0, maxReasons).map((group) => reasonRow(group, links))}
      ${hiddenItem(groups.length - maxReasons, 'reasons')}
    </ul>`,
  });
}

function capitalized(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  const text = words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function reasonRow(
  { tone, symbol, word, status, effect, amount, help, entries }: EntryGroup,
  links: Links,
): Html {
  const filter = { status, search: effect };
  return html`<li class="tone-${tone}">
    <span class="tag">${symbol} ${word}</span>
    <span class="what">${prose(sentence(effect))}</span>
    <span class="amount">${filterLink(filter, countPeople(amount))}</span>
    ${help === undefined ? undefined : html`<span class="because">${prose(sentence(help))}</span>`}
    <ul class="contacts">
      ${entries.first.map((entry) => html`<li>${contactLink(entry, links)}</li>`)}
      ${entries.hidden === 0 ? undefined : html`<li>${filterLink(filter, `${formatNumber(entries.hidden)} more`)}</li>`}
    </ul>
  </li>`;
}
