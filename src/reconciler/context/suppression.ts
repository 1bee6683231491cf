import type { SuppressEntry } from '../../model/desired-state.ts';
import { compileEmailPattern, normalizeEmail } from '../../model/email.ts';
import type { ContactId } from '../../model/target.ts';
import type { WildcardMatcher } from '../../model/text/wildcard.ts';

/** The first suppress entry that names a person by any of their ids or addresses. */
export type Suppression = (person: {
  readonly ids: readonly ContactId[];
  readonly emails: readonly string[];
}) => SuppressEntry | undefined;

/** Whole addresses, whole domains and ids are looked up; only other patterns are tried one by one. */
export function makeSuppression(entries: readonly SuppressEntry[]): Suppression {
  const ids = new Map<ContactId, SuppressEntry>();
  const addresses = new Map<string, SuppressEntry>();
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
    else setOnce(addresses, pattern, entry);
  }
  // A million people are asked for, and mostly there is nothing to find.
  if (entries.length === 0) return () => undefined;
  return (person) => {
    for (const id of person.ids) {
      const entry = ids.get(id);
      if (entry) return entry;
    }
    for (const email of person.emails) {
      const normal = normalizeEmail(email);
      const entry =
        addresses.get(normal) ??
        domains.get(normal.slice(normal.lastIndexOf('@') + 1)) ??
        patterns.find(({ matches }) => matches(normal))?.entry;
      if (entry) return entry;
    }
    return undefined;
  };
}

/** The first entry that names somebody is the one that is told. */
function setOnce(known: Map<string, SuppressEntry>, key: string, entry: SuppressEntry): void {
  if (!known.has(key)) known.set(key, entry);
}

/** The domain of a pattern that takes all of it: `*@competitor.example`. */
function wholeDomain(pattern: string): string | undefined {
  const domain = pattern.slice(2);
  return pattern.startsWith('*@') && !/[*@]/.test(domain) ? domain : undefined;
}
