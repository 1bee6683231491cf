/** Row 9 of docs/judgment.md: the target or the sender prevents an enrollment. */
import { senderChoice, senderOf } from '../context/sender-choice.ts';
import type { Rule } from './verdict.ts';
import { contactRule, keep } from './verdict.ts';
import type { PlannedTarget } from '../context/planning-context.ts';

export const targetNotReadyRule: Rule = {
  name: 'target-not-ready',
  judge: ({ target }) => {
    const why = whyNotReady(target);
    return why === undefined
      ? undefined
      : keep('blocked', why, 'Fix it in HubSpot, or correct the `id` of the target.');
  },
  otherwise: 'the target accepts contacts',
};

/** Returns why no contact can be enrolled in a target, or nothing if the target accepts contacts. */
export function whyNotReady({ desired, observed }: PlannedTarget): string | undefined {
  const { kind, id } = desired;
  const status = observed?.status ?? 'missing';
  if (status === 'ready') return undefined;
  // The details of a missing target repeat that it is missing.
  if (status === 'missing')
    return `the account has no ${kind} with the id ${id}; it may have been deleted${kind === 'sequence' ? ', or be private' : ''}`;
  const because = observed?.why === undefined ? '' : `: ${observed.why}`;
  const problem = {
    disabled: `the ${kind} is turned off`,
    unsuitable: `the ${kind} cannot enroll contacts`,
  };
  return `${problem[status]}${because}`;
}

/** The contact is on a suppression list that the workflow's own settings name. */
export const refusedByTarget = contactRule(
  'refused-by-target',
  'not on a suppression list of the target',
  (contact, { target: { desired, observed } }) => {
    const list = observed?.suppressed?.get(contact.id);
    return list === undefined
      ? undefined
      : keep(
          'blocked',
          `on list ${list}, a suppression list of this ${desired.kind}`,
          'If the contact should be enrolled, remove it from that list in HubSpot.',
        );
  },
);

/** A workflow enrolls a contact when it joins the `via` list; adding a member of that list has no effect. */
export const alreadyOnViaList = contactRule(
  'already-on-via-list',
  'not on the list that feeds the target, or no list feeds it',
  (contact, { target: { desired, observed } }) => {
    const viaList = desired.kind === 'workflow' ? desired.viaList : undefined;
    if (viaList === undefined || !observed?.onViaList?.has(contact.id)) return undefined;
    return keep(
      'blocked',
      `already on list \`${viaList}\`, which feeds the workflow; adding the contact again has no effect`,
      'To enroll the contact again, remove it from the list first.',
    );
  },
);

export const noSender = contactRule(
  'no-sender',
  'the sender is a user of the account, or none is needed',
  (_contact, member) => {
    const choice = senderChoice(member);
    if (choice === undefined || senderOf(member)) return undefined;
    if (choice.by !== 'owner') {
      return keep(
        'blocked',
        `the account has no user ${choice.email}, the sender`,
        'Correct `sender`, or add the user in HubSpot.',
      );
    }
    return choice.ownerId === undefined
      ? keep(
          'blocked',
          'the contact has no owner, and the sender is `contact-owner`',
          'Assign an owner to the contact, or set another `sender`.',
        )
      : keep(
          'blocked',
          `the contact's owner (${choice.ownerId}) is not a user who can send`,
          'Assign another owner to the contact, or set another `sender`.',
        );
  },
);
