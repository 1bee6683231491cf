import { type DriftEntry, driftEntry, type DriftGroup, driftGroups, driftKind } from '../view/drift-view.ts';
import type { DefinitionEdit } from '../../model/results/definition-edit.ts';
import type { Drift } from '../../model/results/plan.ts';
import { editDiff } from '../view/definition-diff.ts';
import type { EmailLookup } from '../view/contact-label.ts';
import { count } from '../view/format.ts';
import type { Links } from '../view/links.ts';
import { truncateList } from '../view/truncated-list.ts';
import { hubSpotLink } from './anchors.ts';
import { hiddenItem } from './document.ts';
import { type Html, html } from './html.ts';
import { addressName } from './names.ts';
import { prose } from './prose.ts';

/** More groups, and more differences of a group, are only counted; `rollcall drift` lists all. */
const maxGroups = 200;
const maxEntries = 200;

/** Returns drift as a list: each message with its next step once, and the contacts or targets that share it. */
export function driftList(
  drift: readonly Drift[],
  options: { readonly links: Links; readonly reveal?: EmailLookup | undefined },
): Html {
  const groups = driftGroups(drift);
  return html`<ul class="review wide">
    ${groups.slice(0, maxGroups).map((group) => groupRow(group, options))}
    ${hiddenItem(groups.length - maxGroups, 'kinds of difference in rollcall drift')}
  </ul>`;
}

function groupRow(
  { kind, message, help, counts, edit, items }: DriftGroup,
  { links, reveal }: { readonly links: Links; readonly reveal?: EmailLookup | undefined },
): Html {
  const { first, hidden } = truncateList(items, { head: maxEntries, tail: 0 });
  return html`<li class="tone-${counts ? 'stop' : 'wait'}">
    <span class="tag">${driftKind(kind)}</span>
    <span class="what">${prose(message)}</span>
    ${items.length === 1 ? undefined : html`<span class="amount">${count(items.length, 'difference')}</span>`}
    <span class="because"><span class="fix">${prose(help)}</span></span>
    ${edit ? editPart(edit) : undefined}
    <ul class="entries">
      ${first.map((one) => entryRow(driftEntry(one, reveal), links))}
      ${hiddenItem(hidden, 'in rollcall drift')}
    </ul>
  </li>`;
}

/** Returns the differences in words, and the unified diff. */
function editPart(edit: DefinitionEdit): Html {
  const lines = editDiff(edit).map((line) => html`<span class="${toneOfLine(line)}">${line}</span>${'\n'}`);
  return html`<ul class="entries">
    ${edit.changes.map((text) => html`<li>${prose(text)}</li>`)}
    ${lines.length === 0 ? undefined : html`<li><pre>${lines}</pre></li>`}
  </ul>`;
}

function toneOfLine(line: string): string {
  if (line.startsWith('+')) return 'tone-add';
  return line.startsWith('-') ? 'tone-remove' : 'tone-quiet';
}

function entryRow({ contact, contactId, target, time, place }: DriftEntry, links: Links): Html {
  const who = contactId === undefined ? undefined : hubSpotLink(links.contact(contactId), contact);
  return html`<li>
    ${who === undefined ? undefined : html`<span class="who">${who}</span>`}<span
      >${addressName(target)}</span
    >
    ${time === '' ? undefined : html`<span class="time">${time}</span>`}
    ${place === '' ? undefined : html`<span class="place">${place}</span>`}
  </li>`;
}
