/** Row 8 of docs/judgment.md: the contact must not or cannot be enrolled. No flag overrides these rules. */
import { formatSource } from '../../model/results/diagnostic.ts';
import type { ObservedState } from '../../model/observed-state.ts';
import { didYouMeanContact } from '../context/resolve-contact.ts';
import type { MemberContext } from '../context/member-context.ts';
import { suppressionOf } from '../context/member-context.ts';
import type { Rule } from './verdict.ts';
import { contactRule, keep } from './verdict.ts';

export const noContact: Rule = {
  name: 'no-contact',
  judge: ({ contact, contactId, declared, planning }) => {
    if (contact) return undefined;
    const help = `${didYouMean(declared, planning.observed)}Create the contact in HubSpot, or correct the line.`;
    if (contactId === undefined) return keep('blocked', 'no contact has this email address', help);
    if (!declared?.throughLedger) return keep('blocked', `no contact has the id ${contactId}`, help);
    return keep(
      'blocked',
      `no contact has this email address, and contact ${contactId}, which had it before, was not found`,
      'Remove the line, or declare the contact by its current email address.',
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
  judge: (member) =>
    isForgotten(member)
      ? keep(
          'blocked',
          'erased from the history on request; rollcall does not enroll it again',
          'Remove the line from the file.',
        )
      : undefined,
  otherwise: 'not erased from the history',
};

/** Returns whether the contact was erased from the history on request. */
export function isForgotten({ planning, contactId, contact, declared }: MemberContext): boolean {
  const written = declared?.contradiction ? undefined : declared?.person.email;
  const emails = [written, ...(contact?.emails ?? [])].filter((one) => one !== undefined);
  return (
    planning.ledger.isForgotten({ id: contactId, emails }) ||
    (contact?.mergedIds ?? []).some((id) => planning.ledger.isForgotten({ id, emails: [] }))
  );
}

export const suppressed: Rule = {
  name: 'suppressed',
  judge: (member) => {
    const entry = suppressionOf(member);
    return (
      entry &&
      keep(
        'blocked',
        `suppressed (${formatSource(entry.source)})`,
        'No action is needed. To enroll the contact, remove the `suppress` entry.',
      )
    );
  },
  otherwise: 'no suppress entry names the contact',
};

export const optedOut = contactRule('opted-out', 'not opted out', (contact) =>
  contact.optedOut
    ? keep(
        'blocked',
        'opted out of email',
        'Remove the line from the file. Only the contact can opt in again.',
      )
    : undefined,
);

export const bounced = contactRule('bounced', 'no bounce on record', (contact) =>
  contact.bounced
    ? keep('blocked', 'email to this address bounced', 'Correct the email of the contact in HubSpot.')
    : undefined,
);

export const quarantined = contactRule('quarantined', 'HubSpot has not quarantined the address', (contact) =>
  contact.quarantined
    ? keep(
        'blocked',
        'HubSpot sends no email to this address (quarantined or marked as bad)',
        'Check the email of the contact in HubSpot. The contact may have marked an earlier email as spam.',
      )
    : undefined,
);

export const noEmail = contactRule(
  'no-email',
  'the contact has an email address, or the route needs none',
  (contact, member) =>
    contact.email === undefined && needsEmail(member)
      ? keep('blocked', 'the contact has no email address', 'Add an email address to the contact in HubSpot.')
      : undefined,
);

function needsEmail({ target: { desired }, planning }: MemberContext): boolean {
  if (desired.kind === 'sequence') return true;
  return planning.input.desired.dialect === 'documented' && desired.viaList === undefined;
}

/** The contact lost the declared email. Its emails would go to an undeclared address, so it is not enrolled. */
export const emailChanged: Rule = {
  name: 'email-changed',
  judge: ({ declared, contactId }) =>
    declared?.throughLedger
      ? keep(
          'blocked',
          `contact ${contactId ?? ''} no longer has the declared email address`,
          'Declare the contact by its current email address or by its id.',
        )
      : undefined,
  otherwise: 'the declared id or email still belongs to the contact',
};
