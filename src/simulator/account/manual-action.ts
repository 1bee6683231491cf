/** Actions that are taken by hand: by a user in the HubSpot app, or by a contact in their mailbox. */
import { assertNever, Failure } from '../../model/failure.ts';
import { normalizeEmail } from '../../model/email.ts';
import type { TargetId, TargetIdentity } from '../../model/target.ts';
import type { SeedContact, SeedFlow, SeedList, SeedOwner } from './account-seed.ts';
import type { SimulatedAccount } from './account.ts';
import { applyReaction, runDueTimers } from './clock.ts';
import { changeEmail, createContact, deleteContact, mergeContacts } from './contact-changes.ts';
import { editDefinition } from './definition-edits.ts';
import { findByIdOrEmail } from './find-contacts.ts';
import { actionsToChange } from './flow-graph.ts';
import { endLag, isProperty, isReadOnly } from './contact-properties.ts';
import {
  activeEnrollment,
  activeWorkflowEnrollments,
  activeSequenceEnrollment,
  endEnrollment,
} from './enrollments.ts';
import { addMembers, removeMembers } from './list-rules.ts';
import { contactCodes, isContactCode, isSenderCode, senderCodes } from './refusal-codes.ts';
import { enrollInSequence } from './sequence-rules.ts';
import { setProperty } from './set-property.ts';
import { deleteTarget, editTarget, findTargetById, replaceFlow } from './targets.ts';
import { enrollInWorkflow } from './workflow-rules.ts';

export interface ManualAction {
  readonly what:
    | 'unenroll'
    | 'enroll'
    | 'reply'
    | 'opt-out'
    | 'bounce'
    | 'meeting'
    | 'edit-target'
    | 'enable-target'
    | 'disable-target'
    | 'delete-target'
    | 'create-contact'
    | 'delete-contact'
    | 'merge-contacts'
    | 'change-email'
    | 'set-property'
    | 'join-list'
    | 'leave-list'
    | 'disconnect-inbox'
    | 'reconnect-inbox'
    | 'refuse'
    | 'allow';
  /**
   * A contact by id or email address. `*-target`: the id of the target. `create-contact`: the new address. `*-inbox`: the
   * email of an owner. `refuse` and `allow`: a contact, or an owner's email.
   */
  readonly who: string;
  /** `enroll`: the target. `unenroll`: the target; if left out, every active target. */
  readonly target?: TargetId;
  /**
   * `merge-contacts`: the second contact. `change-email`: the new address. `set-property`: `NAME=VALUE`. `*-list`: the id
   * of the list. `refuse`: the code. `edit-target`: an edit such as `delay:2=5d`; if left out, the target is saved
   * without a change.
   */
  readonly with?: string;
}

/**
 * Applies the action and brings calculated properties up to date. Throws a `Failure` when a contact, target or list
 * does not exist, or when the account does not allow the action.
 */
export function applyManualAction(account: SimulatedAccount, action: ManualAction): void {
  switch (action.what) {
    case 'reply':
    case 'opt-out':
    case 'bounce':
    case 'meeting':
      applyReaction(account, requireContact(account, action.who), action.what);
      break;
    case 'enroll':
      enrollManually(
        account,
        requireContact(account, action.who),
        requireTarget(account, action.target ?? ''),
      );
      break;
    case 'unenroll':
      unenrollManually(account, requireContact(account, action.who), action.target);
      break;
    case 'edit-target':
      editManually(account, requireTarget(account, action.who), action.with);
      break;
    case 'enable-target':
      enableFlow(account, requireFlow(account, action.who));
      break;
    case 'disable-target':
      disableFlow(account, requireFlow(account, action.who));
      break;
    case 'delete-target':
      deleteTarget(account, requireTarget(account, action.who));
      break;
    case 'create-contact':
      createContact(account, action.who);
      break;
    case 'delete-contact':
      deleteContact(account, requireContact(account, action.who));
      break;
    case 'merge-contacts':
      mergeContacts(account, requireContact(account, action.who), requireContact(account, action.with ?? ''));
      break;
    case 'change-email':
      changeEmail(account, requireContact(account, action.who), newEmailOf(action));
      break;
    case 'set-property':
      setProperty(account, requireContact(account, action.who), propertyIn(account, action));
      break;
    case 'join-list':
      addMembers(account, requireList(account, action.with ?? ''), [requireContact(account, action.who).id]);
      break;
    case 'leave-list':
      removeMembers(account, requireList(account, action.with ?? ''), [
        requireContact(account, action.who).id,
      ]);
      break;
    case 'disconnect-inbox':
      requireOwner(account, action.who).inbox = false;
      break;
    case 'reconnect-inbox':
      requireOwner(account, action.who).inbox = true;
      break;
    case 'refuse':
      refuseManually(account, action.who, action.with ?? '');
      break;
    case 'allow':
      delete (findOwner(account, action.who) ?? requireContact(account, action.who)).refusal;
      break;
    default:
      assertNever(action.what);
  }
  runDueTimers(account);
  endLag(account);
}

function enrollManually(account: SimulatedAccount, contact: SeedContact, target: TargetIdentity): void {
  const flow = account.flows.get(target.id);
  const sequence = account.sequences.get(target.id);
  const owner = account.owners.find((candidate) => candidate.seat && candidate.inbox);
  let refusal: string | undefined;
  if (flow) refusal = enrollInWorkflow(account, flow, contact);
  else if (sequence && owner) {
    const result = enrollInSequence(account, { sequence, contact, owner, senderEmail: owner.email });
    refusal = typeof result === 'string' ? result : undefined;
  }
  if (refusal) throw invalidAction(`Contact ${contact.id} cannot be enrolled in ${target.id}: ${refusal}`);
}

function unenrollManually(
  account: SimulatedAccount,
  contact: SeedContact,
  targetId: TargetId | undefined,
): void {
  const target = targetId === undefined ? undefined : requireTarget(account, targetId);
  const all = target
    ? [activeEnrollment(account, target, contact)]
    : [activeSequenceEnrollment(account, contact), ...activeWorkflowEnrollments(account, contact)];
  const active = all.filter((enrollment) => enrollment !== undefined);
  if (active.length === 0) {
    throw invalidAction(`Contact ${contact.id} is not active in ${targetId ?? 'any sequence or workflow'}`);
  }
  for (const enrollment of active) endEnrollment(account, enrollment, 'unenrolled');
}

/** Applies an edit; without one, saves the target without a change of its content. */
function editManually(account: SimulatedAccount, target: TargetIdentity, edit: string | undefined): void {
  if (edit === undefined) editTarget(account, target);
  else editDefinition(account, target, edit);
}

function requireFlow(account: SimulatedAccount, id: TargetId): SeedFlow {
  const flow = account.flows.get(requireTarget(account, id).id);
  if (!flow) throw invalidAction(`${id} is a sequence; only workflows can be turned on or off`);
  return flow;
}

function enableFlow(account: SimulatedAccount, flow: SeedFlow): void {
  const unfinished = actionsToChange(flow.definition).map(({ actionId }) => actionId);
  if (unfinished.length > 0) {
    throw invalidAction(
      `Workflow ${flow.id} cannot be turned on: changes needed in action ${unfinished.join(', ')}, a delay with a time of day`,
    );
  }
  replaceFlow(account, flow, { ...flow.definition, isEnabled: true });
}

function disableFlow(account: SimulatedAccount, flow: SeedFlow): void {
  replaceFlow(account, flow, { ...flow.definition, isEnabled: false });
}

/** Makes HubSpot refuse a contact, or every contact of a sender, with a code. The code decides which of them it concerns. */
function refuseManually(account: SimulatedAccount, who: string, code: string): void {
  if (isSenderCode(code)) requireOwner(account, who).refusal = code;
  else if (isContactCode(code)) requireContact(account, who).refusal = code;
  else {
    throw new Failure({
      code: 'simulator-action',
      message: `HubSpot has no refusal ${code || '(none given)'}.`,
      help: `Pass --with CODE. For a contact: ${contactCodes.join(', ')}. For the email of a sender: ${senderCodes.join(', ')}.`,
    });
  }
}

function findOwner({ owners }: SimulatedAccount, email: string): SeedOwner | undefined {
  return owners.find((owner) => normalizeEmail(owner.email) === normalizeEmail(email));
}

function requireOwner(account: SimulatedAccount, email: string): SeedOwner {
  const owner = findOwner(account, email);
  if (owner) return owner;
  const known = account.owners.map((one) => one.email).join(', ');
  throw new Failure({
    code: 'simulator-action',
    message: 'The simulated account has no user with that email address.',
    help: `The account has these users: ${known}.`,
  });
}

function requireContact(account: SimulatedAccount, idOrEmail: string): SeedContact {
  const contact = findByIdOrEmail(account, idOrEmail);
  if (contact) return contact;
  // Messages end up in logs, so they do not contain the address.
  const shown = idOrEmail.includes('@') ? 'that email address' : `id ${idOrEmail}`;
  throw invalidAction(`The simulated account has no contact with ${shown}`);
}

function newEmailOf({ with: email }: ManualAction): string {
  if (email?.includes('@')) return email;
  throw invalidAction('The new email address is missing or invalid');
}

/** Returns the property and the value of `NAME=VALUE`. An empty value clears the property. */
function propertyIn(
  account: SimulatedAccount,
  { with: text = '' }: ManualAction,
): { readonly name: string; readonly value: string } {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/su.exec(text) ?? [];
  if (name === '') throw invalidAction('Pass the property and its value as NAME=VALUE');
  if (!isProperty(account, name)) throw invalidAction(`Contacts have no property ${name}`);
  if (isReadOnly(name)) throw invalidAction(`HubSpot sets the property ${name} itself`);
  if (name === 'email') throw invalidAction('Use change-email for the email address');
  return { name, value };
}

function requireList(account: SimulatedAccount, id: string): SeedList {
  const list = account.lists.get(id);
  if (list?.members) return list;
  throw invalidAction(`The simulated account has no static list ${id || '(none given)'}`);
}

function requireTarget(account: SimulatedAccount, id: TargetId): TargetIdentity {
  const target = findTargetById(account, id);
  if (target) return target;
  const known = [...account.sequences.keys(), ...account.flows.keys()].join(', ');
  throw invalidAction(`The simulated account has no sequence or workflow ${id || '(none given)'}`, known);
}

function invalidAction(message: string, known?: string): Failure {
  return new Failure({
    code: 'simulator-action',
    message: `${message}.`,
    help: known
      ? `The account has these sequences and workflows: ${known}.`
      : 'Run `rollcall simulator inspect --format json` to list its enrollments.',
  });
}
