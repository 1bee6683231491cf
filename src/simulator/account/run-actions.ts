/** Runs the actions of workflows for enrolled contacts. */
import type { SimulatedAccount } from './account.ts';
import type {
  FlowAction,
  SeedContact,
  SeedEnrollment,
  SeedFlow,
  SeedList,
  SeedOwner,
} from './account-seed.ts';
import { beginSequence } from './begin-sequence.ts';
import { isProperty, isReadOnly } from './contact-properties.ts';
import { endEnrollment } from './enrollments.ts';
import { delayOf, findAction, nextActionId } from './flow-graph.ts';
import { addMembers, removeMembers } from './list-rules.ts';
import { setProperty } from './set-property.ts';
import { scheduleSequenceUnenrollment, unenrollFromSequenceActionType } from './workflow-rules.ts';

/**
 * Runs the actions of a contact from its position to the next delay, or to the end of the workflow, which ends the
 * enrollment. As in HubSpot, a workflow that is turned off skips its actions and keeps its delays. A loop without a
 * delay ends after one pass.
 */
export function runActions(account: SimulatedAccount, enrollment: SeedEnrollment, flow: SeedFlow): void {
  const { definition } = flow;
  const contact = account.contacts.get(enrollment.contactId);
  let action = findAction(definition, enrollment.position?.actionId);
  // The delay at this position is over.
  if (action && delayOf(action) > 0) action = findAction(definition, nextActionId(definition, action));
  for (let passed = 0; action && passed < definition.actions.length; passed += 1) {
    if (delayOf(action) > 0) {
      enrollment.position = { actionId: action.actionId, since: account.head.now };
      account.version += 1;
      return;
    }
    if (contact && definition.isEnabled) perform(account, contact, action);
    // The action may have unenrolled the contact from this workflow.
    if (enrollment.endedAt !== undefined) return;
    action = findAction(definition, nextActionId(definition, action));
  }
  endEnrollment(account, enrollment, 'finished');
}

/** Performs an action on a contact. An action that the account does not allow or that has another type does nothing. */
function perform(
  account: SimulatedAccount,
  contact: SeedContact,
  { actionTypeId, fields = {} }: FlowAction,
): void {
  performers[actionTypeId ?? '']?.(account, contact, fields);
}

type Fields = NonNullable<FlowAction['fields']>;

const performers: Readonly<
  Record<string, (account: SimulatedAccount, contact: SeedContact, fields: Fields) => void>
> = {
  '0-5': setStaticValue,
  '0-63809083': (account, contact, fields) => {
    const list = staticListIn(account, fields);
    if (list) addMembers(account, list, [contact.id]);
  },
  '0-63863438': (account, contact, fields) => {
    const list = staticListIn(account, fields);
    if (list) removeMembers(account, list, [contact.id]);
  },
  '0-46510720': enrollInItsSequence,
  [unenrollFromSequenceActionType]: (account, contact) => scheduleSequenceUnenrollment(account, contact.id),
};

function setStaticValue(account: SimulatedAccount, contact: SeedContact, fields: Fields): void {
  const name = fields['property_name'];
  const value = fields['value'];
  if (typeof name !== 'string' || !isProperty(account, name) || isReadOnly(name) || name === 'email') return;
  if (typeof value !== 'object' || value === null || !('staticValue' in value)) return;
  setProperty(account, contact, { name, value: String(value.staticValue) });
}

function staticListIn(account: SimulatedAccount, fields: Fields): SeedList | undefined {
  const list = account.lists.get(String(fields['listId'] ?? fields['list_id']));
  return list?.members ? list : undefined;
}

/** Enrolls a contact in the sequence of the action. The sender is the user of the action, or the contact's owner. */
function enrollInItsSequence(account: SimulatedAccount, contact: SeedContact, fields: Fields): void {
  const sequence = account.sequences.get(String(fields['sequenceId']));
  const owner = senderIn(account, contact, fields);
  if (sequence && owner) beginSequence(account, { sequence, contact, owner, senderEmail: owner.email });
}

function senderIn(account: SimulatedAccount, contact: SeedContact, fields: Fields): SeedOwner | undefined {
  const { userId, contactOwnerProperty: ownerProperty } = fields;
  if (typeof userId === 'string' || typeof userId === 'number')
    return account.owners.find((owner) => owner.userId === String(userId));
  const ownerId = contact.properties[typeof ownerProperty === 'string' ? ownerProperty : 'hubspot_owner_id'];
  return account.owners.find(({ id }) => id === ownerId);
}
