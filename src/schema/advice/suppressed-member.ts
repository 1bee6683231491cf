import type { DesiredEntry, SuppressEntry } from '../../model/desired-state.ts';
import { compileEmailPattern } from '../../model/email.ts';
import type { WildcardMatcher } from '../../model/text/wildcard.ts';
import type { AdviceRule } from './advice-rule.ts';

/** Reports members that are declared at a target and also suppressed: they are never enrolled. */
export const suppressedMember: AdviceRule = ({ desired }) => {
  if (desired.suppress.length === 0) return [];
  const suppressionOf = suppressionFinder(desired.suppress);
  return desired.targets.flatMap((target) =>
    (target.members ?? []).flatMap((member) => {
      const found = member.literal ? suppressionOf(member) : undefined;
      if (!found) return [];
      return {
        code: 'suppressed-member',
        severity: 'advice' as const,
        message: `This member of \`${target.key}\` is suppressed. \`suppress\` overrides \`members\`, so the contact is not enrolled.`,
        help: 'Remove the member, or the entry of `suppress`.',
        source: member.source,
        related: [found.source],
      };
    }),
  );
};

/** Returns a function that finds the suppression of an entry. Only patterns with `*` are tried one by one. */
function suppressionFinder(entries: readonly SuppressEntry[]) {
  const exact = new Map<string, SuppressEntry>();
  const patterns: { readonly matches: WildcardMatcher; readonly entry: SuppressEntry }[] = [];
  for (const entry of entries) {
    const text = 'id' in entry.match ? entry.match.id : entry.match.email;
    if ('email' in entry.match && text.includes('*'))
      patterns.push({ matches: compileEmailPattern(text), entry });
    else exact.set(text, entry);
  }
  return (member: DesiredEntry): SuppressEntry | undefined => {
    if (member.type !== 'person') return undefined;
    const { id, email } = member.person;
    const byId = id === undefined ? undefined : exact.get(id);
    if (byId || email === undefined) return byId;
    return exact.get(email) ?? patterns.find(({ matches }) => matches(email))?.entry;
  };
}
