/** Line 5: opt-outs override declarations. No flag overrides any of these. */
import { formatSource } from '../../model/diagnostic.ts';
import type { ObservedState } from '../../model/observed-state.ts';
import { didYouMeanContact } from '../context/resolve-contact.ts';
import type { MemberContext } from '../context/member-context.ts';
import { suppressionOf } from '../context/member-context.ts';
import type { Rule } from './verdict.ts';
import { keep } from './verdict.ts';

export const noContact: Rule = {
  name: 'no-contact',
  judge: ({ contact, contactId, declared, planning }) => {
    if (contact) return undefined;
    if (declared?.throughLedger) {
      return keep(
        'blocked',
        `the address is gone from the account, and contact ${contactId ?? ''} that it led to is gone, too`,
        'Remove the line, or declare the contact by a current email.',
      );
    }
    return keep(
      'blocked',
      contactId === undefined ? 'no contact has this address' : `no contact has the id ${contactId}`,
      `${didYouMean(declared, planning.observed)}Create the contact in the account, or correct the line.`,
    );
  },
  otherwise: 'the contact exists',
};

function didYouMean(declared: MemberContext['declared'], { similarContacts }: ObservedState): string {
  const email = declared?.person.email;
  return didYouMeanContact(email === undefined ? undefined : similarContacts?.get(email));
}

export const forgotten: Rule = {
  name: 'forgotten',
  judge: (subject) =>
    isForgotten(subject)
      ? keep(
          'blocked',
          'erased from the history on request; never enrolled again',
          'Remove the line from the file.',
        )
      : undefined,
  otherwise: 'not erased from the history',
};

/** Returns whether the contact was erased from the history on request. */
export function isForgotten({ planning, contactId, contact, declared }: MemberContext): boolean {
  const written = declared?.contradiction ? undefined : declared?.person.email;
  const emails = [written, ...(contact?.emails ?? [])].filter((one) => one !== undefined);
  const person = contactId === undefined ? { emails } : { id: contactId, emails };
  return (
    planning.ledger.isForgotten(person) ||
    (contact?.mergedIds ?? []).some((id) => planning.ledger.isForgotten({ id, emails: [] }))
  );
}

export const suppressed: Rule = {
  name: 'suppressed',
  judge: (subject) => {
    const entry = suppressionOf(subject);
    return entry && keep('blocked', `must not be contacted (${formatSource(entry.source)})`);
  },
  otherwise: 'no suppress entry names the contact',
};

export const optedOut: Rule = {
  name: 'opted-out',
  judge: ({ contact }) => (contact?.optedOut ? keep('blocked', 'opted out of email') : undefined),
  otherwise: 'not opted out',
};

export const bounced: Rule = {
  name: 'bounced',
  judge: ({ contact }) =>
    contact?.bounced
      ? keep('blocked', 'email to this address bounced', 'Correct the email of the contact in HubSpot.')
      : undefined,
  otherwise: 'no bounce on record',
};

export const quarantined: Rule = {
  name: 'quarantined',
  judge: ({ contact }) =>
    contact?.quarantined
      ? keep(
          'blocked',
          'HubSpot sends no email to this address (quarantined or marked as bad)',
          'Check the email of the contact in HubSpot. The contact may have marked an earlier email as spam.',
        )
      : undefined,
  otherwise: 'HubSpot has not quarantined the address',
};

export const noEmail: Rule = {
  name: 'no-email',
  judge: (subject) =>
    subject.contact?.email === undefined && needsEmail(subject)
      ? keep('blocked', 'the contact has no email address', 'Give the contact an address in the account.')
      : undefined,
  otherwise: 'has an email address, or the route needs none',
};

function needsEmail({ target: { desired }, planning }: MemberContext): boolean {
  if (desired.kind === 'sequence') return true;
  return planning.input.desired.dialect === 'documented' && desired.viaList === undefined;
}

/** Mail would go to an address that nobody declared, so the person is only kept, never enrolled. */
export const addressChanged: Rule = {
  name: 'address-changed',
  judge: ({ declared, contactId }) =>
    declared?.throughLedger
      ? keep(
          'blocked',
          `contact ${contactId ?? ''} no longer has the declared address`,
          'Declare the present address, or the contact id.',
        )
      : undefined,
  otherwise: 'the declared name still leads to the contact',
};
