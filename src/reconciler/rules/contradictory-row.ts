/** Rows of a CSV file whose id and email name two contacts: neither contact is enrolled or removed. */
import { formatSource } from '../../model/diagnostic.ts';
import { rowContactsText } from '../context/resolve-contact.ts';
import type { Contradiction } from '../context/resolve-contact.ts';
import { contactWithEmail } from '../context/resolve-contact.ts';
import type { MemberContext } from '../context/member-context.ts';
import { currentEnrollment } from '../context/member-context.ts';
import type { Rule } from './verdict.ts';
import { keep } from './verdict.ts';

const remedy = 'Correct the id or the email of the row, or keep only one of the two.';

export const rowNamesTwoContacts: Rule = {
  name: 'row-names-two-contacts',
  judge: (subject) => {
    const contradiction = contradictionOf(subject);
    if (!contradiction || !subject.declared) return undefined;
    const { person } = subject.declared;
    return keep(
      'blocked',
      `the CSV row names two contacts: ${rowContactsText(person, contradiction)}`,
      remedy,
    );
  },
  otherwise: 'the declaration names one contact',
};

/** Also found just before writing, when the contact has lost the email of its row since planning. */
function contradictionOf({ declared, contact }: MemberContext): Contradiction | undefined {
  if (!declared || !contact || declared.contradiction) return declared?.contradiction;
  const { id, email } = declared.person;
  if (id === undefined || email === undefined || declared.throughLedger) return undefined;
  return contact.emails.includes(email) ? undefined : { byId: contactWithEmail(contact) };
}

export const absentRowNamesTwoContacts: Rule = {
  name: 'absent-row-names-two-contacts',
  judge: (subject) => {
    const { declarations } = subject.target;
    const entry = subject.contactId === undefined ? undefined : declarations.absent.get(subject.contactId);
    if (!entry?.contradiction || !currentEnrollment(subject)) return undefined;
    const names = rowContactsText(entry.person, entry.contradiction);
    return keep(
      'blocked',
      `the \`absent\` row (${formatSource(entry.source)}) names two contacts: ${names}`,
      remedy,
    );
  },
  otherwise: 'no `absent` row names this contact and another',
};
