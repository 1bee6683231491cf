/** Somebody does something by hand, in HubSpot's app or in their mailbox. */
import { assertNever, Failure } from '../../model/failure.ts';
import type { TargetId, TargetIdentity } from '../../model/target.ts';
import type { SeedContact, SeedList } from './account-seed.ts';
import type { Account } from './account.ts';
import { react } from './clock.ts';
import { changeEmail, createContact, deleteContact, mergeContacts } from './contact-changes.ts';
import { findByEither } from './find-contacts.ts';
import { endLag } from './contact-properties.ts';
import { activeEnrollment, activeWorkflows, currentSequence, endEnrollment } from './enrollments.ts';
import { addMembers, removeMembers } from './list-rules.ts';
import { enrollInSequence } from './sequence-rules.ts';
import { deleteTarget, disableFlow, identify, touchTarget } from './targets.ts';
import { enrollInWorkflow } from './workflow-rules.ts';

export interface HandEvent {
  readonly what:
    | 'unenroll'
    | 'enroll'
    | 'reply'
    | 'opt-out'
    | 'bounce'
    | 'meeting'
    | 'edit-target'
    | 'disable-target'
    | 'delete-target'
    | 'create-contact'
    | 'delete-contact'
    | 'merge-contacts'
    | 'change-email'
    | 'join-list'
    | 'leave-list';
  /** A contact by id or address; a target's id for the events of a target; `create-contact`: the new address. */
  readonly who: string;
  /** `enroll`: into which. `unenroll`: from which; left out, from everything. */
  readonly target?: TargetId;
  /** `merge-contacts`: the second contact. `change-email`: the new address. `*-list`: the id of the list. */
  readonly with?: string;
}

/** Throws a `Failure` when the contact or target does not exist or the event makes no sense. */
export function actByHand(account: Account, event: HandEvent): void {
  switch (event.what) {
    case 'reply':
    case 'opt-out':
    case 'bounce':
    case 'meeting':
      react(account, contactOf(account, event.who), event.what);
      break;
    case 'enroll':
      enrollByHand(account, contactOf(account, event.who), targetOf(account, event.target ?? ''));
      break;
    case 'unenroll':
      unenrollByHand(account, contactOf(account, event.who), event.target);
      break;
    case 'edit-target':
      touchTarget(account, targetOf(account, event.who));
      break;
    case 'disable-target':
      disableByHand(account, targetOf(account, event.who));
      break;
    case 'delete-target':
      deleteTarget(account, targetOf(account, event.who));
      break;
    case 'create-contact':
      createContact(account, event.who);
      break;
    case 'delete-contact':
      deleteContact(account, contactOf(account, event.who));
      break;
    case 'merge-contacts':
      mergeContacts(account, contactOf(account, event.who), contactOf(account, event.with ?? ''));
      break;
    case 'change-email':
      changeEmail(account, contactOf(account, event.who), emailIn(event));
      break;
    case 'join-list':
      addMembers(account, listOf(account, event.with ?? ''), [contactOf(account, event.who).id]);
      break;
    case 'leave-list':
      removeMembers(account, listOf(account, event.with ?? ''), [contactOf(account, event.who).id]);
      break;
    default:
      assertNever(event.what);
  }
  endLag(account);
}

function enrollByHand(account: Account, contact: SeedContact, target: TargetIdentity): void {
  const flow = account.flows.get(target.id);
  const sequence = account.sequences.get(target.id);
  const owner = account.owners.find((candidate) => candidate.seat && candidate.inbox);
  let refusal: string | undefined;
  if (flow) refusal = enrollInWorkflow(account, flow, contact);
  else if (sequence && owner) {
    const answer = enrollInSequence(account, { sequence, contact, owner, senderEmail: owner.email });
    refusal = typeof answer === 'string' ? answer : undefined;
  }
  if (refusal) throw impossible(`Contact ${contact.id} cannot be enrolled in ${target.id}: ${refusal}`);
}

function unenrollByHand(account: Account, contact: SeedContact, targetId: TargetId | undefined): void {
  const target = targetId === undefined ? undefined : targetOf(account, targetId);
  const all = target
    ? [activeEnrollment(account, target, contact)]
    : [currentSequence(account, contact), ...activeWorkflows(account, contact)];
  const active = all.filter((enrollment) => enrollment !== undefined);
  if (active.length === 0) {
    throw impossible(`Contact ${contact.id} is not active in ${targetId ?? 'any sequence or workflow'}`);
  }
  for (const enrollment of active) endEnrollment(account, enrollment, 'unenrolled');
}

function disableByHand(account: Account, target: TargetIdentity): void {
  const flow = account.flows.get(target.id);
  if (!flow) throw impossible(`${target.id} is a sequence; only workflows can be switched off`);
  disableFlow(account, flow);
}

function contactOf(account: Account, who: string): SeedContact {
  const contact = findByEither(account, who);
  if (contact) return contact;
  // The address itself stays out of the message: errors end up in logs.
  const shown = who.includes('@') ? 'that address' : `id ${who}`;
  throw impossible(`The simulated account has no contact with ${shown}`);
}

function emailIn({ with: email }: HandEvent): string {
  if (email?.includes('@')) return email;
  throw impossible('The new address is missing');
}

function listOf(account: Account, id: string): SeedList {
  const list = account.lists.get(id);
  if (list?.members) return list;
  throw impossible(`The simulated account has no list ${id || '(none given)'} that is filled by hand`);
}

function targetOf(account: Account, id: TargetId): TargetIdentity {
  const target = identify(account, id);
  if (target) return target;
  const known = [...account.sequences.keys(), ...account.flows.keys()].join(', ');
  throw impossible(`The simulated account has no sequence or workflow ${id || '(none given)'}`, known);
}

function impossible(message: string, known?: string): Failure {
  return new Failure({
    code: 'simulator-act',
    message: `${message}.`,
    help: known
      ? `The account has ${known}.`
      : 'Look at the account with `rollcall simulator inspect --format json`.',
  });
}
