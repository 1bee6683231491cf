/** CSV rows whose id and email belong to different contacts: neither contact is enrolled or unenrolled. */
import { formatSource } from '../../model/results/diagnostic.ts';
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
  judge: (member) => {
    const contradiction = contradictionOf(member);
    if (!contradiction || !member.declared) return undefined;
    const { person } = member.declared;
    return keep(
      'blocked',
      `the id and email of the CSV row do not match: ${rowContactsText(person, contradiction)}`,
      remedy,
    );
  },
  otherwise: 'the id and email of the declaration belong to one contact',
};

/** Returns the contradiction of a row. Just before a write, this also finds an email lost since planning. */
function contradictionOf({ declared, contact }: MemberContext): Contradiction | undefined {
  if (!declared || !contact || declared.contradiction) return declared?.contradiction;
  const { id, email } = declared.person;
  if (id === undefined || email === undefined || declared.throughLedger) return undefined;
  return contact.emails.includes(email) ? undefined : { byId: contactWithEmail(contact) };
}

export const absentRowNamesTwoContacts: Rule = {
  name: 'absent-row-names-two-contacts',
  judge: (member) => {
    const { declarations } = member.target;
    const entry = member.contactId === undefined ? undefined : declarations.absent.get(member.contactId);
    if (!entry?.contradiction || !currentEnrollment(member)) return undefined;
    const names = rowContactsText(entry.person, entry.contradiction);
    return keep(
      'blocked',
      `the id and email of the \`absent\` row (${formatSource(entry.source)}) do not match: ${names}`,
      remedy,
    );
  },
  otherwise: 'no `absent` row combines this contact with another one',
};
