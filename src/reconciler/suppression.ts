import type { SuppressEntry } from '../model/desired-state.ts';
import { matchesEmailPattern, normalEmail } from '../model/email.ts';
import type { ContactId } from '../model/target.ts';

/** The first suppress entry that names a person by any of their ids or addresses. */
export type Suppression = (person: {
  readonly ids: readonly ContactId[];
  readonly emails: readonly string[];
}) => SuppressEntry | undefined;

/** Whole addresses, whole domains and ids are looked up; only other patterns are tried one by one. */
export function makeSuppression(entries: readonly SuppressEntry[]): Suppression {
  const exact = new Map<string, SuppressEntry>();
  const patterns: { readonly pattern: string; readonly entry: SuppressEntry }[] = [];
  for (const entry of entries) {
    const key = 'id' in entry.match ? idKey(entry.match.id) : patternKey(normalEmail(entry.match.email));
    if (key !== undefined) exact.set(key, exact.get(key) ?? entry);
    else if ('email' in entry.match) patterns.push({ pattern: entry.match.email, entry });
  }
  return ({ ids, emails }) => {
    for (const id of ids) {
      const entry = exact.get(idKey(id));
      if (entry) return entry;
    }
    for (const email of emails) {
      const normal = normalEmail(email);
      const entry =
        exact.get(emailKey(normal)) ??
        exact.get(domainKey(normal.slice(normal.lastIndexOf('@') + 1))) ??
        patterns.find(({ pattern }) => matchesEmailPattern(normal, pattern))?.entry;
      if (entry) return entry;
    }
    return undefined;
  };
}

/** The key of a pattern that can be looked up whole. */
function patternKey(pattern: string): string | undefined {
  if (!pattern.includes('*')) return emailKey(pattern);
  const domain = pattern.slice(2);
  return pattern.startsWith('*@') && !/[*@]/.test(domain) ? domainKey(domain) : undefined;
}

const idKey = (id: ContactId): string => `id:${id}`;
const emailKey = (email: string): string => `email:${email}`;
const domainKey = (domain: string): string => `domain:${domain}`;
