import { targetAddress } from '../model/address.ts';
import type { DesiredPerson, DesiredTarget } from '../model/desired-state.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { normalEmail } from '../model/email.ts';
import type { ContactId } from '../model/target.ts';
import type { Declarations } from './context/declarations.ts';
import { absentContradicts, absentUnmatched, absentUnmatchedMany } from './diagnostics.ts';
import type { Contradiction, Known } from './context/resolve-contact.ts';
import { isPresent, resolvePerson } from './context/resolve-contact.ts';

/** An `absent` entry as it applies to one contact. */
export interface AbsentEntry extends DesiredPerson {
  /** The id and the email of its row lead to different contacts: neither is removed, and neither enrolled. */
  readonly contradiction?: Contradiction;
}

/** More entries of one target than this get one warning together. */
const listedEntries = 5;

/** Matches the `absent` entries of a target to contacts, and warns of those that match none or two. */
export function absentOf(
  target: DesiredTarget,
  known: Known,
): Pick<Declarations, 'absent' | 'formerlyAbsent'> & { readonly warnings: readonly Diagnostic[] } {
  const absent = new Map<ContactId, AbsentEntry>();
  const formerlyAbsent = new Map<ContactId, AbsentEntry>();
  const unmatched: DesiredPerson[] = [];
  const warnings: Diagnostic[] = [];
  for (const entry of target.absent) {
    const found = resolvePerson(entry.person, known);
    if (!found.some((one) => isPresent(one, known))) unmatched.push(entry);
    const { email } = entry.person;
    for (const id of email === undefined ? [] : known.ledger.contactsOf(email)) {
      const contactId = known.observed.aliases.get(id) ?? id;
      if (!formerlyAbsent.has(contactId)) formerlyAbsent.set(contactId, entry);
    }
    const contradiction = found[0]?.contradiction;
    if (contradiction) warnings.push(absentContradicts(targetAddress(target), entry, contradiction));
    for (const { contactId } of found) {
      const earlier = contactId === undefined ? undefined : absent.get(contactId);
      if (contactId === undefined || (earlier && !earlier.contradiction)) continue;
      absent.set(contactId, contradiction ? { ...entry, contradiction } : entry);
    }
  }
  return { absent, formerlyAbsent, warnings: [...warnings, ...unmatchedWarnings(target, unmatched, known)] };
}

/** An entry without a match removes no contact: a typo would leave the contact enrolled. */
function unmatchedWarnings(
  target: DesiredTarget,
  entries: readonly DesiredPerson[],
  { observed }: Known,
): readonly Diagnostic[] {
  if (entries.length > listedEntries) return [absentUnmatchedMany(targetAddress(target), entries)];
  return entries.map((entry) => {
    const { email } = entry.person;
    const near = email === undefined ? undefined : observed.near?.get(normalEmail(email));
    return absentUnmatched(targetAddress(target), entry, near);
  });
}
