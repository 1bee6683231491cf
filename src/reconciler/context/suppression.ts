import type { SuppressEntry } from '../../model/desired-state.ts';
import { compileEmailPattern, normalizeEmail } from '../../model/email.ts';
import type { ContactId } from '../../model/target.ts';
import type { WildcardMatcher } from '../../model/text/wildcard.ts';

/**
 * Returns the suppress entry that matches a contact by any of its ids or emails: an id before an email, and for one
 * email an address before a domain before another pattern. Of several entries of one form, the first in file order.
 */
export type Suppression = (person: {
  readonly ids: readonly ContactId[];
  readonly emails: readonly string[];
}) => SuppressEntry | undefined;

/** Indexes suppress entries: ids, emails and whole domains are looked up; other patterns are tried one by one. */
export function makeSuppression(entries: readonly SuppressEntry[]): Suppression {
  const ids = new Map<ContactId, SuppressEntry>();
  const emails = new Map<string, SuppressEntry>();
  const domains = new Map<string, SuppressEntry>();
  const patterns: { readonly matches: WildcardMatcher; readonly entry: SuppressEntry }[] = [];
  for (const entry of entries) {
    if ('id' in entry.match) {
      setOnce(ids, entry.match.id, entry);
      continue;
    }
    const pattern = normalizeEmail(entry.match.email);
    const domain = wholeDomain(pattern);
    if (domain !== undefined) setOnce(domains, domain, entry);
    else if (pattern.includes('*')) patterns.push({ matches: compileEmailPattern(pattern), entry });
    else setOnce(emails, pattern, entry);
  }
  return (person) => {
    for (const id of person.ids) {
      const entry = ids.get(id);
      if (entry) return entry;
    }
    for (const email of person.emails) {
      const normal = normalizeEmail(email);
      const entry =
        emails.get(normal) ??
        domains.get(normal.slice(normal.lastIndexOf('@') + 1)) ??
        patterns.find(({ matches }) => matches(normal))?.entry;
      if (entry) return entry;
    }
    return undefined;
  };
}

/** Sets a key that is not set yet: the first entry for a contact is the one that reasons cite. */
function setOnce(known: Map<string, SuppressEntry>, key: string, entry: SuppressEntry): void {
  if (!known.has(key)) known.set(key, entry);
}

/** Returns the domain of a pattern that matches a whole domain: `*@competitor.example`. */
function wholeDomain(pattern: string): string | undefined {
  const domain = pattern.slice(2);
  return pattern.startsWith('*@') && !/[*@]/.test(domain) ? domain : undefined;
}
