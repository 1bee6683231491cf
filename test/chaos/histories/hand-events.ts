/** What a person does in the account, as the simulator takes it. */
import type { ManualAction } from '../../../src/simulator/account/manual-action.ts';
import type { Facts } from '../judge/facts.ts';
import type { TargetKey } from '../case.ts';
import { emailOf, idOf, menu, newNames, repOf } from '../menu.ts';
import type { Hand } from './history.ts';

/** Of a workflow that the files define: the first one of its name, also if it was renamed. */
function idIn(slot: TargetKey, { flows }: Facts): string {
  const name = newNames[slot];
  if (name === undefined) return menu[slot].id;
  return flows.find(({ definition }) => definition.name.startsWith(name))?.id ?? menu[slot].id;
}

export function eventsOf(hand: Hand, facts: Facts): readonly ManualAction[] {
  const nameOf = (who: number): string => facts.contact(emailOf(who))?.id ?? facts.present(idOf(who));
  switch (hand.what) {
    case 'enroll':
    case 'unenroll':
      return [{ what: hand.what, who: nameOf(hand.who), target: idIn(hand.slot, facts) }];
    case 'edit-target':
    case 'disable-target':
    case 'enable-target':
    case 'delete-target':
      return [{ what: hand.what, who: idIn(hand.slot, facts), ...(hand.with ? { with: hand.with } : {}) }];
    case 'namesake':
      return [];
    case 'delete':
      return [{ what: 'delete-contact', who: nameOf(hand.who) }];
    case 'recreate':
      return [
        { what: 'delete-contact', who: nameOf(hand.who) },
        { what: 'create-contact', who: emailOf(hand.who) },
      ];
    case 'new-email':
      return [{ what: 'change-email', who: nameOf(hand.who), with: `new${hand.who}@northwind.example` }];
    case 'join':
    case 'leave':
      return [{ what: `${hand.what}-list`, who: nameOf(hand.who), with: '482' }];
    case 'merge':
      return [{ what: 'merge-contacts', who: nameOf(hand.who), with: nameOf(hand.other) }];
    case 'move-email':
      return [{ what: 'change-email', who: nameOf(hand.other), with: emailOf(hand.who) }];
    case 'set':
      return [{ what: 'set-property', who: nameOf(hand.who), with: `${hand.property}=${hand.value}` }];
    case 'refuse':
      return [{ what: 'refuse', who: nameOf(hand.who), with: hand.code }];
    case 'allow':
      return [{ what: 'allow', who: nameOf(hand.who) }];
    case 'refuse-sender':
      return [{ what: 'refuse', who: repOf(hand.rep), with: hand.code }];
    case 'allow-sender':
      return [{ what: 'allow', who: repOf(hand.rep) }];
    case 'disconnect':
    case 'reconnect':
      return [{ what: `${hand.what}-inbox`, who: repOf(hand.rep) }];
    case 'reply':
    case 'opt-out':
    case 'bounce':
    case 'meeting':
      return [{ what: hand.what, who: nameOf(hand.who) }];
    default:
      throw new Error(`nothing done by hand: ${JSON.stringify(hand)}`);
  }
}
