import type { AddPiece } from '../model/digest.ts';
import { addList, canonicalJson, digest, digestPieces } from '../model/digest.ts';
import type { ObservedContact, ObservedState, ObservedTarget } from '../model/observed-state.ts';

/** A digest of all that was observed, whatever the order in which it arrived and whenever it was read. */
export function digestObserved(observed: ObservedState): string {
  const { account, contacts, lists, senders, targets } = observed;
  return digestPieces((add) => {
    add(`[${canonicalJson(account)},`);
    addInOrder(contacts, contactFacts, add);
    add(',');
    addInOrder(furtherAliases(observed), (id) => id, add);
    add(',');
    addInOrder(lists, ({ id, name, members }) => ({ id, name, members: members.toSorted() }), add);
    add(',');
    addInOrder(senders, (sender) => sender, add);
    add(',');
    addInOrder(targets, targetFacts, add);
    add(']');
  });
}

/** Nearly all ids and addresses stand in their contact, which is digested whole. */
function furtherAliases({ aliases, contacts }: ObservedState): ReadonlyMap<string, string> {
  const further = new Map<string, string>();
  for (const [alias, id] of aliases) {
    const contact = contacts.get(id);
    const shown =
      contact &&
      (contact.id === alias || contact.emails.includes(alias) || contact.mergedIds.includes(alias));
    if (!shown) further.set(alias, id);
  }
  return further;
}

function addInOrder<T>(map: ReadonlyMap<string, T>, facts: (value: T) => unknown, add: AddPiece): void {
  addList(sortedKeys(map), add, (key) => {
    const value = map.get(key);
    return canonicalJson([key, value === undefined ? value : facts(value)]);
  });
}

/** Mostly they came in order. */
function sortedKeys(map: ReadonlyMap<string, unknown>): readonly string[] {
  const keys = [...map.keys()];
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') <= key);
  return isSorted ? keys : keys.toSorted();
}

function contactFacts(contact: ObservedContact): unknown {
  const { emails, mergedIds, enrollments } = contact;
  return {
    ...contact,
    emails: several(emails) ? emails.toSorted() : emails,
    mergedIds: several(mergedIds) ? mergedIds.toSorted() : mergedIds,
    enrollments: several(enrollments) ? enrollments.map(digest).toSorted() : enrollments,
  };
}

/** Most people have one address and one enrollment, which need no order. */
function several(items: readonly unknown[]): boolean {
  return items.length > 1;
}

function targetFacts({ active, ever, onViaList, refused, hazards, ...rest }: ObservedTarget): unknown {
  return {
    ...rest,
    hazards: hazards.map(digest).toSorted(),
    active: active && [...active].toSorted(),
    onViaList: onViaList && [...onViaList].toSorted(),
    refused: refused && [...refused].map(([id, list]) => `${id} ${list}`).toSorted(),
    ever: ever && [...ever].map(([id, first]) => `${id} ${first ?? ''}`).toSorted(),
  };
}
