/** The links of a page: to HubSpot, and to rows of the table of contacts. */
import type { Links } from '../view/links.ts';
import { type Html, html } from './html.ts';

/** Returns a link to HubSpot, in a new tab. */
export function hubSpotLink(url: string, label: string | Html): Html {
  return html`<a href="${url}" target="_blank" rel="noreferrer noopener">${label}</a>`;
}

/** Returns the label of a contact as a link to its page, or as text if HubSpot has no such contact. */
export function contactLink(
  { subject, contactId }: { readonly subject: string; readonly contactId?: string | undefined },
  links: Links,
): Html {
  return contactId === undefined ? html`${subject}` : hubSpotLink(links.contact(contactId), subject);
}

/** Returns the name of a HubSpot list, as a link if it is an id. */
export function listLink(list: string, links: Links, label = `list ${list}`): Html {
  return /^\d+$/u.test(list) ? hubSpotLink(links.list(list), label) : html`${label}`;
}

/** What a link shows in the table of contacts. */
export interface RowFilter {
  readonly status?: string | undefined;
  readonly target?: string | undefined;
  readonly sender?: string | undefined;
  /** Words that must all occur. */
  readonly search?: string | undefined;
}

/** Returns a link that filters the table of contacts. Without the script, it leads to the table. */
export function filterLink(filter: RowFilter, label: string | Html): Html {
  const data = (['status', 'target', 'sender', 'search'] as const).flatMap((name) => {
    const value = filter[name];
    if (value === undefined || value === '') return [];
    return [html` data-${{ html: name }}="${value}"`];
  });
  return html`<a href="#people-title" data-filter${data}>${label}</a>`;
}
