/** Line 5, where the target or the sender is what stands in the way. */
import type { Sender } from '../../model/desired-state.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import type { MemberContext } from '../context/member-context.ts';
import type { Rule } from './verdict.ts';
import { keep } from './verdict.ts';
import type { PlannedTarget } from '../context/planning-context.ts';

export const targetNotReadyRule: Rule = {
  name: 'target-not-ready',
  judge: ({ target }) => {
    const why = whyNotReady(target);
    return why === undefined
      ? undefined
      : keep('blocked', why, 'Put it right in the account, or correct the `id` of the target.');
  },
  otherwise: 'the target takes people',
};

/** Returns why no contact can be enrolled in a target; nothing if the target accepts contacts. */
export function whyNotReady({ desired, observed }: PlannedTarget): string | undefined {
  const { kind, id } = desired;
  const status = observed?.status ?? 'missing';
  if (status === 'ready') return undefined;
  const because = observed?.why === undefined ? '' : `: ${observed.why}`;
  const what = {
    disabled: `the ${kind} is turned off`,
    unsuitable: `the ${kind} cannot take contacts`,
    missing: `the account has no ${kind} with the id ${id}`,
  };
  return `${what[status]}${because}`;
}

/** A workflow's own suppression lists, kept in the account. */
export const refusedByTarget: Rule = {
  name: 'refused-by-target',
  judge: ({ target: { desired, observed }, contactId }) => {
    const list = contactId === undefined ? undefined : observed?.suppressed?.get(contactId);
    return list === undefined
      ? undefined
      : keep(
          'blocked',
          `on list ${list}, a suppression list of this ${desired.kind}`,
          'If the person belongs there, take them off that list in the account.',
        );
  },
  otherwise: 'on no suppression list of the target',
};

/** Whoever is on the list that feeds a workflow is not enrolled by being added again. */
export const alreadyOnViaList: Rule = {
  name: 'already-on-via-list',
  judge: ({ target: { desired, observed }, contactId }) => {
    if (desired.kind !== 'workflow' || contactId === undefined) return undefined;
    if (desired.viaList === undefined || !observed?.onViaList?.has(contactId)) return undefined;
    return keep(
      'blocked',
      `already on list \`${desired.viaList}\`, which feeds the workflow: adding again does nothing`,
      'If the person shall go through it again, take them off the list first.',
    );
  },
  otherwise: 'not yet on the list that feeds the target, or it needs none',
};

export const noSender: Rule = {
  name: 'no-sender',
  judge: (subject) => {
    const sender = senderWanted(subject);
    if (sender === undefined || senderOf(subject)) return undefined;
    if (sender === 'contact-owner') {
      return subject.contact?.ownerId === undefined
        ? keep(
            'blocked',
            'the contact has no owner to send for',
            'Give the contact an owner, or name a sender.',
          )
        : keep(
            'blocked',
            `the contact's owner (${subject.contact.ownerId}) is no user who can send`,
            'Give the contact another owner, or name a sender.',
          );
    }
    return keep(
      'blocked',
      `the account has no user ${sender.email} to send for`,
      'Correct `sender`, or add the user in the account.',
    );
  },
  otherwise: 'the sender is a user of the account, or none is needed',
};

/** The user whose inbox sends; nothing in a workflow, or where the account does not know the user. */
export function senderOf(subject: MemberContext): ObservedSender | undefined {
  const sender = senderWanted(subject);
  if (sender === undefined) return undefined;
  const key = sender === 'contact-owner' ? subject.contact?.ownerId : sender.email;
  return key === undefined ? undefined : subject.planning.observed.senders.get(key);
}

function senderWanted({ target, declared }: MemberContext): Sender | undefined {
  return target.desired.kind === 'sequence' ? (declared?.sender ?? target.desired.sender) : undefined;
}
